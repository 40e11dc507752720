// Which program is started, and that no folder which is merely open has a say in it.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, test } from "node:test";

import { bundled } from "./bundled.mjs";

const { expanded, findCommand, NotFound } = await bundled("src/command.ts");

const root = mkdtempSync(join(tmpdir(), "stce-"));
after(() => rmSync(root, { force: true, recursive: true }));

function program(...parts) {
  const path = join(root, ...parts);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  chmodSync(path, 0o755);
  return path;
}

const folder = join(root, "opened");
const inFolder = program("opened", ".venv", "bin", "stce");
const onPath = program("bin", "stce");
const python = program("bin", "python3.12");
const around = (folders, ...path) => ({ folders, path: path.join(delimiter), windows: false });

test("the environment of a trusted folder comes before the path", () => {
  assert.deepEqual(findCommand("", around([folder], join(root, "bin"))), { program: inFolder, words: ["lsp"] });
});

test("without trusted folders only the path counts", () => {
  assert.deepEqual(findCommand("", around([], join(root, "bin"))), { program: onPath, words: ["lsp"] });
});

test("relative and empty parts of the path are passed over", () => {
  const here = process.cwd();
  process.chdir(join(root, "bin"));
  try {
    assert.throws(() => findCommand("", around([], "", ".", "bin")), NotFound);
  } finally {
    process.chdir(here);
  }
});

test("a setting names a program by path or by name", () => {
  assert.equal(findCommand(inFolder, around([])).program, inFolder);
  assert.equal(findCommand(" stce ", around([folder], join(root, "bin"))).program, onPath);
  assert.equal(findCommand("${workspaceFolder}/.venv/bin/stce", around([folder])).program, inFolder);
});

test("a setting that names nothing is told as written", () => {
  const missing = { name: "Error", message: /'no\/such', .* 'stce\.command'/ };
  assert.throws(() => findCommand("no/such", around([folder], join(root, "bin"))), missing);
  assert.throws(() => findCommand(folder, around([folder])), NotFound);
  assert.throws(() => findCommand("${workspaceFolder}/.venv/bin/stce", around([])), NotFound);
});

test("a Python runs the package and no module of the current folder", () => {
  assert.deepEqual(findCommand(python, around([])), { program: python, words: ["-P", "-m", "stce_rules", "lsp"] });
});

test("on Windows programs end in .exe, and only those are started", () => {
  const windows = { folders: [folder], path: "", windows: true };
  assert.throws(() => findCommand("", windows), NotFound);
  const scripts = program("opened", ".venv", "Scripts", "stce.exe");
  assert.deepEqual(findCommand("", windows), { program: scripts, words: ["lsp"] });
  const interpreter = program("opened", ".venv", "Scripts", "python.exe");
  assert.deepEqual(findCommand(interpreter, windows).words, ["-P", "-m", "stce_rules", "lsp"]);
});

test("`~` and the folder are put in as they are", () => {
  assert.equal(expanded("~/x", []), `${homedir()}/x`);
  assert.equal(expanded("~x/${workspaceFolder}", ["/a $& b"]), "~x//a $& b");
});
