import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import './playground';

// Opens the playground in headless Chromium, from a static server and from disk, and uses it as a person does. It prints what
// it has seen, and writes pictures beside the page.

const OUT = join(__dirname, '../lib/playground');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];
const TIMEOUT = 60_000;

async function main(): Promise<void> {
  const executablePath = process.env['CHROMIUM'] ?? BROWSERS.find(existsSync);
  if (executablePath === undefined)
    throw new Error(`Chromium is needed: none of ${BROWSERS.join(', ')} is there`);
  const server = createServer(({ url = '/' }, response) => {
    const file = join(OUT, url === '/' ? 'index.html' : new URL(url, 'http://localhost').pathname);
    if (!existsSync(file)) response.writeHead(404).end();
    else
      response
        .writeHead(200, file.endsWith('.html') ? { 'content-type': 'text/html' } : {})
        .end(readFileSync(file));
  }).listen(0, '127.0.0.1');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const { port } = server.address() as AddressInfo;
    await tryPage(browser, `http://127.0.0.1:${port}/`, 'served');
    await tryPage(browser, pathToFileURL(join(OUT, 'playground.html')).href, 'from disk');
  } finally {
    await browser.close();
    server.close();
  }
}

async function tryPage(browser: Browser, url: string, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1500, height: 1100 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(url);
  await expectText(
    page,
    `${name}: the first sample`,
    'feedback-comment takes the event',
    'check-iteration-state fires',
  );
  await page.selectOption('#sample', 'A comment on a closed PR');
  await expectText(
    page,
    `${name}: another sample`,
    'feedback-comment refuses the event',
    'body.issue.state is "closed"',
  );
  await page.screenshot({ path: join(OUT, `${name.replace(' ', '-')}.png`) });
  await page.fill('#sensor', (await page.inputValue('#sensor')).replace('- ^open$', '- ^closed$'));
  await expectText(page, `${name}: a changed Sensor`, 'feedback-comment takes the event');
  await page.fill(
    '#sensor',
    'kind: Sensor\nspec: { dependencies: [{ name: d, eventSourceName: a, eventName: b, filter: {} }] }',
  );
  await expectText(page, `${name}: what the rules find`, 'unknown field "filter"');
  await page.fill('#event', '{ no');
  await expectText(page, `${name}: an event that is no JSON`, 'The event is no JSON');
  await page.fill('#sensor', 'a: [');
  await expectText(page, `${name}: a Sensor that is no YAML`, 'Sensor:1:4: ');
  if (errors.length > 0) throw new Error(`${name}: errors in the page: ${errors.join('; ')}`);
  await page.close();
}

async function expectText(page: Page, what: string, ...texts: readonly string[]): Promise<void> {
  const start = Date.now();
  for (;;) {
    const found = (await page.textContent('#result')) ?? '';
    if (texts.every((text) => found.includes(text))) break;
    if (Date.now() - start > TIMEOUT)
      throw new Error(`${what}: expected ${texts.join(' and ')} in: ${found}`);
    await page.waitForTimeout(50);
  }
  console.log(`${what}: ok`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
