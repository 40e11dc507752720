// A source of the extension as a module, made by the bundler that makes the extension.

import { createRequire } from "node:module";
import { join } from "node:path";

import { build } from "esbuild";

export async function bundled(source) {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, ".."),
    bundle: true,
    entryPoints: [source],
    external: ["vscode"],
    format: "cjs",
    logLevel: "warning",
    platform: "node",
    write: false,
  });
  const made = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0].text)(made, made.exports, createRequire(import.meta.url));
  return made.exports;
}
