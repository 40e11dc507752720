// Which program is the language server. Nothing here knows the editor, and nothing is started.

import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, isAbsolute, join } from "node:path";

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
}

/** What was looked for and not found, in words for the user. */
export class NotFound extends Error {}

export interface Surroundings {
  /** Folders in which programs may be looked for: those of a trusted workspace, else none. */
  readonly folders: readonly string[];
  readonly path: string;
  readonly windows: boolean;
}

/**
 * The program that a setting names, else `.venv` of a folder, else `stce` on the path, always by its absolute path: what
 * is started must not depend on the folder that happens to be open.
 */
export function findCommand(setting: string, around: Surroundings): Command {
  const written = setting.trim();
  if (written === "") {
    return started(installed(around), around.windows);
  }
  const path = expanded(written, around.folders);
  const found = isAbsolute(path) ? executable(path, around.windows) : onPath(path, around);
  if (found === undefined) {
    throw new NotFound(`There is no program '${written}', which the setting 'stce.command' names.`);
  }
  return started(found, around.windows);
}

function installed(around: Surroundings): string {
  const below = around.windows ? join(".venv", "Scripts", "stce") : join(".venv", "bin", "stce");
  const candidates = around.folders.map((folder) => executable(join(folder, below), around.windows));
  const found = candidates.find((one) => one !== undefined) ?? onPath("stce", around);
  if (found === undefined) {
    throw new NotFound("The program 'stce' is not on the PATH. Install stce-rules with its extra 'lsp', or tell where it is.");
  }
  return found;
}

/** A Python runs the package; `-P` keeps modules of the current folder out of it. */
function started(program: string, windows: boolean): Command {
  const name = basename(program).toLowerCase();
  const python = /^python[0-9.]*$/.test(windows ? name.replace(/\.exe$/, "") : name);
  return { program, words: python ? ["-P", "-m", "stce_rules", "lsp"] : ["lsp"] };
}

/** `~` and `${workspaceFolder}` in a path; the latter stands for the first folder in which programs may be looked for. */
export function expanded(path: string, folders: readonly string[]): string {
  const home = path.replace(/^~(?=$|[\\/])/, () => homedir());
  const folder = folders[0];
  return folder === undefined ? home : home.replaceAll("${workspaceFolder}", () => folder);
}

/** Only absolute folders of the path count: a relative one, or none, would be the current folder. */
function onPath(name: string, around: Surroundings): string | undefined {
  if (/[\\/]/.test(name)) {
    return undefined;
  }
  const folders = around.path.split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => executable(join(folder, name), around.windows)).find((one) => one !== undefined);
}

function executable(path: string, windows: boolean): string | undefined {
  const names = windows && !/\.exe$/i.test(path) ? [`${path}.exe`] : [path];
  return names.find((name) => {
    try {
      accessSync(name, constants.X_OK);
      return statSync(name).isFile();
    } catch {
      return false;
    }
  });
}
