/** A part of a text: the offset of its first character, and that after its last one. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A value in YAML or JSON, with its place. */
export interface YamlNode extends TextRange {
  readonly kind: 'scalar' | 'mapping' | 'sequence' | 'alias';
  /** What kubectl reads. */
  readonly value: unknown;
  /** The number of values in it, with those of aliases each time. */
  readonly size: number;
  /** The number of these values that came from aliases. */
  readonly aliased: number;
  /** The members of a mapping, by key. */
  readonly members?: ReadonlyMap<string, YamlMember>;
  /** The items of a sequence. */
  readonly items?: readonly YamlNode[];
  /** Where an alias leads. */
  readonly target?: YamlNode;
  /** Whether a sequence or mapping is in brackets or braces. */
  readonly isFlow?: boolean;
  /** Whether a text is written plainly, without quotes, and as no block. */
  readonly style?: 'plain' | 'quoted' | 'block';
}

/** A member of a mapping. */
export interface YamlMember {
  readonly key: TextRange;
  readonly node: YamlNode;
  /** Whether it came through a merge key, `<<`. */
  readonly merged: boolean;
}

/** Something that is wrong with a text, and its place. */
export interface TextProblem extends TextRange {
  readonly message: string;
  readonly help?: string;
}
