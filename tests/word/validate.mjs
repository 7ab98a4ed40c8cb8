// The Open XML SDK's verdict on many documents, loaded once. Its own program takes one file, and exits 0 always.
// Usage: node validate.mjs <@ooxml-tools/validate's index.js> FILE...  Prints {"FILE": ["part xpath: description", ...]}.

import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [library, ...files] = process.argv.slice(2);
const { default: validate } = await import(pathToFileURL(library).href);

const verdicts = {};
for (const file of files) {
  try {
    const faults = await validate(await readFile(file), "docx", "Microsoft365");
    verdicts[file] = faults.map(({ path, description }) => `${path.partUri} ${path.xpath}: ${description}`);
  } catch (error) {
    verdicts[file] = [`could not be opened: ${error}`];
  }
}
process.stdout.write(JSON.stringify(verdicts));
