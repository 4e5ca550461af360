// Checks pages in a browser and with validators: node pages.mjs TOOLS FOLDER PAGE…
//
// TOOLS has the node_modules of html-validate, axe-core and playwright-core; Chromium is on the PATH, or where
// ROLEDEX_CHROMIUM says. Each PAGE, a path below FOLDER, must be valid HTML, fit into phones, tablets and 1280 pixels,
// have no violation that axe finds, in light and dark, log nothing, and ask for nothing but files of FOLDER.
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [tools, folder, ...pages] = process.argv.slice(2);
const from = createRequire(join(resolve(tools), "package.json"));
const problems = [];

const { HtmlValidate, StaticConfigLoader } = from("html-validate");
const validator = new HtmlValidate(new StaticConfigLoader({
  extends: ["html-validate:recommended"],
  rules: {
    // The title of a page has the titles of roles, however long.
    "long-title": "off",
    // Some texts have a telephone number; nobody is to call it.
    "tel-non-breaking": "off",
  },
}));
for (const page of pages) {
  const report = await validator.validateString(readFileSync(join(folder, page), "utf8"));
  for (const message of report.results.flatMap((result) => result.messages)) {
    problems.push(`${page}:${message.line}: ${message.ruleId}: ${message.message}`);
  }
}

const chromium = process.env.ROLEDEX_CHROMIUM || execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
const axe = readFileSync(from.resolve("axe-core/axe.min.js"), "utf8");
let browser;
try {
  browser = await from("playwright-core").chromium.launch({
    executablePath: chromium, args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
} catch (error) {
  if (process.env.GITHUB_ACTIONS) throw error;
  // A machine without what a browser needs says nothing of the pages; that their HTML is valid is known by now.
  console.log(`the browser does not start, so widths and contrast are not checked: ${error.message.split("\n")[0]}`);
  console.log([`${pages.length} pages, ${problems.length} problems`, ...problems].join("\n"));
  process.exit(problems.length ? 1 : 0);
}
// Widths of tablets and small windows, where only the width is checked.
const between = [641, 768, 900, 961, 1025];
for (const [width, colorScheme] of [[320, "light"], [390, "dark"], [1280, "light"], [1280, "dark"]]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  let name = "";
  page.on("console", (message) => problems.push(`${name}: the console says ${message.text()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(pathToFileURL(resolve(folder)).href)) problems.push(`${name}: asks for ${request.url()}`);
  });
  for (name of pages) {
    const address = pathToFileURL(join(resolve(folder), name)).href;
    // A busy machine may cut the first attempt short.
    await page.goto(address).catch(() => page.goto(address));
    for (const size of [width, ...(width === 1280 && colorScheme === "light" ? between : [])]) {
      await page.setViewportSize({ width: size, height: 900 });
      const spare = await page.evaluate(() => {
        const { clientWidth, scrollWidth } = document.documentElement;
        return clientWidth - scrollWidth;
      });
      if (spare < 0) problems.push(`${name}: ${-spare} pixels too wide at ${size}`);
    }
    await page.setViewportSize({ width, height: 900 });
    // A page asks for nothing, also on behalf of axe: the style is read as it is applied.
    const { violations } = await page.evaluate(`${axe}; axe.run({ preload: false })`);
    for (const violation of violations) {
      problems.push(`${name}: ${width} ${colorScheme}: ${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`);
    }
    if (name === "index.html") await search(page, pages);
  }
  await context.close();
}
await browser.close();

// The search finds what is typed, by keyboard alone.
async function search(page) {
  await page.keyboard.press("/");
  const word = await page.locator("main .names a").first().textContent();
  await page.keyboard.type(word.slice(0, 5));
  try {
    await page.locator("#found [role=status]").waitFor({ timeout: 10000 });
  } catch {
    problems.push("index.html: the search says nothing");
  }
  await page.keyboard.press("Escape");
}

problems.forEach((problem) => console.log(problem));
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
