// Runs the forms' own format in Node: lines of JSON in ({kind, text, data}), lines of JSON out ({read, written} or error).
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const { TEXT, formatOf } = await import(pathToFileURL(`${process.argv[2]}/format.js`));

function answer({ kind, text, data }) {
  try {
    const format = formatOf(kind);
    if (!text) return { written: format.toFile(data) };
    const { [TEXT]: original, ...read } = format.fromFile(text);
    return { read, written: format.toFile({ ...(data ?? read), [TEXT]: original }) };
  } catch (error) {
    return { error: String(error?.message ?? error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(answer(JSON.parse(line))));
