// The bundle as it ships, with the real server behind it and as much of an editor in front as they ask for.
// STCE names the program that is the server; without it there is nothing to run.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { editor } from "./vscode.mjs";

const STCE = process.env.STCE;
const options = { skip: STCE === undefined ? "STCE names no program" : false, timeout: 60_000 };
const require = createRequire(import.meta.url);
const root = mkdtempSync(join(tmpdir(), "stce-"));
after(() => rmSync(root, { force: true, recursive: true }));
process.env.PATH = process.env.PATH.split(delimiter)
  .filter((folder) => !existsSync(join(folder, "stce")))
  .join(delimiter);

/** The extension, active in this editor; the test ends it. */
function active(context, made) {
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? made.vscode : load(name, ...rest));
  const bundle = require.resolve("../dist/extension.js");
  delete require.cache[bundle];
  const subscriptions = [];
  try {
    require(bundle).activate({ subscriptions });
  } finally {
    Module._load = load;
  }
  context.after(async () => {
    await require(bundle).deactivate();
    subscriptions.forEach((one) => one.dispose());
  });
}

/** What a look finds, once it finds something or the test's time is over. */
async function until(context, look) {
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    await setTimeout(20, undefined, { signal: context.signal });
  }
}

const SOUND = `use edition 2022

indicator precursor "Listed precursor"
  for each item
  when cas is 756-79-6
  example "DMMP" cas 756-79-6 expect hit
end
`;
const FAULTY = SOUND.replace("cas is", "desination is");

test("a fault in the rules reaches the editor", options, async (context) => {
  const made = editor({ folders: [root], settings: { "stce.command": STCE } });
  active(context, made);
  const document = made.open(join(root, "faulty.stce"), FAULTY);
  const faults = () => made.seen.diagnostics.get(String(document.uri)) ?? [];
  const found = await until(context, () => faults().find((one) => /destination/.test(one.message)));
  assert.deepEqual({ ...found.range.start }, { line: 4, character: 7 });
  assert.deepEqual(made.seen.messages, []);
});

test("a click on the outcome above an example shows its explanation beside the rules", options, async (context) => {
  const made = editor({ folders: [root], settings: { "stce.command": STCE } });
  active(context, made);
  const document = made.open(join(root, "sound.stce"), SOUND);
  const provider = await until(context, () => made.seen.lenses[0]);
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
  const outcomes = async () =>
    (await provider.provideCodeLenses(document, token))?.find((one) => one.range.start.line === 5);
  const lens = await until(context, outcomes);
  assert.match(lens.command.title, /passed/);
  await made.seen.commands.get(lens.command.command)(...lens.command.arguments);
  assert.equal(made.seen.shown.length, 1);
  assert.match(made.seen.shown[0].text, /756-79-6/);
});

test("a program that is missing is told once, with what to do, and found when the setting is mended", options, async (context) => {
  const made = editor({ folders: [root] });
  active(context, made);
  await until(context, () => made.seen.messages.length > 0);
  assert.match(made.seen.messages[0].text, /not on the PATH.*coloured, but not checked/);
  assert.deepEqual(made.seen.messages[0].choices, ["Open Settings", "Show Log", "Try Again"]);
  made.set("stce.command", STCE);
  await until(context, () => made.seen.commands.has("stce.explainExample"));
  assert.equal(made.seen.messages.length, 1);
});

test("a program that is no language server is told, with its log", options, async (context) => {
  const made = editor({ folders: [root], settings: { "stce.command": process.execPath } });
  active(context, made);
  await until(context, () => made.seen.messages.length > 0);
  assert.match(made.seen.messages.at(-1).text, /is not running/);
});

test("the environment of a folder is started only once the folder is trusted", options, async (context) => {
  const folder = join(root, "opened");
  mkdirSync(join(folder, ".venv", "bin"), { recursive: true });
  symlinkSync(STCE, join(folder, ".venv", "bin", "stce"));
  const made = editor({ folders: [folder], trusted: false });
  active(context, made);
  await until(context, () => made.seen.messages.length > 0);
  assert.equal(made.seen.log.filter((line) => line.includes("starting")).length, 0);
  made.grantTrust();
  await until(context, () => made.seen.commands.has("stce.explainExample"));
});
