/** What an element may hold. */
export type Content = Node | string | readonly Content[];

/** An element with a class and content. Text stays text, whatever it is. */
export function element(name: string, className = '', ...content: readonly Content[]): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.append(...(content.flat(Number.POSITIVE_INFINITY as 1) as (Node | string)[]));
  return made;
}

/** The element of the page with an id. */
export function byId<Type extends HTMLElement>(id: string): Type {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}`);
  return found as Type;
}
