// As much of the editor as the extension and its client library ask for, to run both in Node against the real server.
// What is only announced to the editor (providers, watchers) is taken and forgotten; what a user would see is kept:
// messages, diagnostics, documents shown, commands.

import { EventEmitter as Emitter } from "node:events";
import { pathToFileURL, fileURLToPath } from "node:url";

class Disposable {
  constructor(dispose = () => {}) {
    this.dispose = dispose;
  }
  static from(...all) {
    return new Disposable(() => all.forEach((one) => one.dispose()));
  }
}

class EventEmitter {
  #emitter = new Emitter();
  event = (listener, self) => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.#emitter.on("event", bound);
    return new Disposable(() => this.#emitter.off("event", bound));
  };
  fire(value) {
    this.#emitter.emit("event", value);
  }
  dispose() {
    this.#emitter.removeAllListeners();
  }
}

class Uri {
  constructor(text) {
    this.text = text;
    this.scheme = text.slice(0, text.indexOf(":"));
    this.path = decodeURIComponent(new URL(text).pathname);
  }
  static parse(text) {
    return new Uri(text);
  }
  static file(path) {
    return new Uri(pathToFileURL(path).href);
  }
  static from({ scheme, path }) {
    return new Uri(`${scheme}:${encodeURI(path)}`);
  }
  get fsPath() {
    return this.scheme === "file" ? fileURLToPath(this.text) : this.path;
  }
  toString() {
    return this.text;
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(...places) {
    const [start, end] = places.length === 4 ? [places.slice(0, 2), places.slice(2)].map((at) => new Position(...at)) : places;
    Object.assign(this, { start, end });
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class CodeActionKind {
  static Empty = new CodeActionKind("");
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value === "" ? part : `${this.value}.${part}`);
  }
}

class CodeLens {
  constructor(range, command) {
    Object.assign(this, { range, command });
  }
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: new EventEmitter().event };
  cancel() {
    this.token.isCancellationRequested = true;
  }
  dispose() {}
}

/** Members that the table lacks: a class for a capitalised name, else a function that gives something to dispose of. */
function completed(table) {
  return new Proxy(table, {
    get: (target, name) => {
      if (!(name in target) && typeof name === "string") {
        target[name] = /^onDid|^onWill/.test(name)
          ? new EventEmitter().event
          : /^[A-Z]/.test(name)
            ? class {}
            : () => new Disposable();
      }
      return target[name];
    },
  });
}

/** An editor with these folders and settings. */
export function editor({ folders = [], settings = {}, trusted = true }) {
  const seen = { commands: new Map(), diagnostics: new Map(), documents: [], lenses: [], log: [], messages: [], shown: [] };
  const changed = new EventEmitter();
  const opened = new EventEmitter();
  const edited = new EventEmitter();
  const granted = new EventEmitter();
  const providers = new Map();
  const log = (level) => (text) => seen.log.push(`${level}: ${text}`);
  const channel = completed({
    ...Object.fromEntries(["trace", "debug", "info", "warn", "error", "append", "appendLine"].map((one) => [one, log(one)])),
    logLevel: 3,
  });
  const message = (text, ...choices) => {
    seen.messages.push({ text, choices: choices.filter((one) => typeof one === "string") });
    return Promise.resolve(undefined);
  };
  const vscode = completed({
    CancellationTokenSource,
    CodeActionKind,
    CodeLens,
    Diagnostic,
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    Disposable,
    EventEmitter,
    LogLevel: { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 },
    Position,
    Range,
    Uri,
    ViewColumn: { Beside: -2 },
    version: "1.91.0",
    env: completed({ appName: "test", language: "en" }),
    commands: completed({
      registerCommand: (name, run) => {
        seen.commands.set(name, run);
        return new Disposable(() => seen.commands.delete(name));
      },
    }),
    languages: completed({
      createDiagnosticCollection: () => ({
        set: (uri, found) => seen.diagnostics.set(String(uri), found),
        delete: (uri) => seen.diagnostics.delete(String(uri)),
        get: (uri) => seen.diagnostics.get(String(uri)),
        has: (uri) => seen.diagnostics.has(String(uri)),
        clear: () => seen.diagnostics.clear(),
        dispose: () => seen.diagnostics.clear(),
      }),
      match: (selector, document) => selector.some?.((one) => one.language === document.languageId) ? 10 : 0,
      registerCodeLensProvider: (selector, provider) => {
        seen.lenses.push(provider);
        return new Disposable(() => seen.lenses.splice(seen.lenses.indexOf(provider), 1));
      },
    }),
    window: completed({
      activeTextEditor: undefined,
      createOutputChannel: () => channel,
      showErrorMessage: message,
      showInformationMessage: message,
      showWarningMessage: message,
      showTextDocument: (document) => Promise.resolve(seen.shown.push(document)),
      tabGroups: completed({ all: [] }),
      visibleTextEditors: [],
      withProgress: (_options, run) => run(completed({}), { onCancellationRequested: new EventEmitter().event }),
    }),
    workspace: completed({
      get isTrusted() {
        return trusted;
      },
      get textDocuments() {
        return seen.documents;
      },
      createFileSystemWatcher: () => completed(new Disposable()),
      getConfiguration: (section) => ({
        get: (name, otherwise) => settings[`${section}.${name}`] ?? otherwise,
        inspect: () => undefined,
      }),
      notebookDocuments: [],
      onDidChangeConfiguration: changed.event,
      onDidChangeTextDocument: edited.event,
      onDidGrantWorkspaceTrust: granted.event,
      onDidOpenTextDocument: opened.event,
      openTextDocument: async (uri) => ({ uri, text: await providers.get(uri.scheme).provideTextDocumentContent(uri) }),
      registerTextDocumentContentProvider: (scheme, provider) => {
        providers.set(scheme, provider);
        return new Disposable(() => providers.delete(scheme));
      },
      workspaceFolders: folders.map((path, index) => ({ uri: Uri.file(path), name: path, index })),
    }),
  });
  return {
    seen,
    vscode,
    grantTrust: () => {
      trusted = true;
      granted.fire();
    },
    open: (path, text) => {
      const document = {
        uri: Uri.file(path),
        fileName: path,
        languageId: "stce",
        version: 1,
        isClosed: false,
        getText: () => text,
      };
      seen.documents.push(document);
      opened.fire(document);
      return document;
    },
    set: (name, value) => {
      settings[name] = value;
      changed.fire({ affectsConfiguration: (one) => name === one || name.startsWith(`${one}.`) });
    },
  };
}
