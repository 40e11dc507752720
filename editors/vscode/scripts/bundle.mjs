// One file of the client and all it is made of, and beside it the licences of what others wrote.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const out = join(root, "dist");
await rm(out, { force: true, recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  bundle: true,
  entryPoints: ["src/extension.ts"],
  external: ["vscode"],
  format: "cjs",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  minify: true,
  outfile: "dist/extension.js",
  platform: "node",
  target: "node20",
});

const folders = Object.keys(metafile.inputs).map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0]);
const notices = [];
for (const folder of [...new Set(folders)].filter(Boolean).sort()) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
  const file = (await readdir(join(root, folder))).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) {
    throw new Error(`${name} ships without the text of its licence`);
  }
  const text = await readFile(join(root, folder, file), "utf8");
  notices.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
}
await mkdir(out, { recursive: true });
await writeFile(join(out, "LICENSES.txt"), notices.join(`\n${"-".repeat(80)}\n\n`));
