// How an editor colours texts. Enters on standard input: a JSON array of texts. Leaves: for each text and line, the
// runs [start, end, scope] that have a scope of their own, in UTF-16 units.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm);
const grammar = join(import.meta.dirname, "..", "syntaxes", "stce.tmLanguage.json");
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (line) => new oniguruma.OnigString(line),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(await readFile(grammar, "utf8"), grammar),
});
const stce = await registry.loadGrammar("source.stce");

function coloured(content) {
  let state = textmate.INITIAL;
  return content.split("\n").map((line) => {
    const { tokens, ruleStack } = stce.tokenizeLine(line, state);
    state = ruleStack;
    return tokens
      .filter((token) => token.scopes.length > 1)
      .map((token) => [token.startIndex, token.endIndex, token.scopes.at(-1)]);
  });
}

const texts = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(texts.map(coloured)));
