// The client of the language server: finds it, starts it, starts it again when what it depends on changes, and shows
// what its commands answer. Everything else that an editor shows comes from the server.

import { homedir } from "node:os";
import * as vscode from "vscode";
import {
  CloseAction,
  type ErrorHandler,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
} from "vscode-languageclient/node";

import { expanded, findCommand, NotFound } from "./command.js";
import { asExplanation, Explanations } from "./explanations.js";

const NAME = "STCE Rules";
const RESTARTING = ["stce.command", "stce.findings", "stce.on"];

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const made = new Server();
  const restart = () => made.restart();
  server = made;
  context.subscriptions.push(
    vscode.commands.registerCommand("stce.restart", restart),
    vscode.commands.registerCommand("stce.showLog", () => made.log.show(true)),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) =>
      RESTARTING.some((setting) => change.affectsConfiguration(setting)) ? restart() : undefined,
    ),
  );
  void made.restart();
}

/** The editor waits for this, so that the server ends before it does. */
export async function deactivate(): Promise<void> {
  await server?.end();
}

/** The client library shows stack traces; here they stay in the log, and the user is told in words. */
class Client extends LanguageClient {
  readonly fatal = new vscode.EventEmitter<Error>();
  #begun = false;

  /** A server that ends before it began would only end again; one that ran is started anew, a few times. */
  override createDefaultErrorHandler(maxRestartCount?: number): ErrorHandler {
    const usual = super.createDefaultErrorHandler(maxRestartCount);
    return {
      error: (...fault) => usual.error(...fault),
      closed: () => (this.#begun ? usual.closed() : { action: CloseAction.DoNotRestart, handled: true }),
    };
  }

  override async start(): Promise<void> {
    await super.start();
    this.#begun = true;
  }

  override error(message: string, data?: unknown, show?: boolean | "force"): void {
    super.error(message, data, false);
    if (show === "force") {
      this.fatal.fire(new Error(message));
    }
  }
}

class Server {
  readonly log = vscode.window.createOutputChannel(NAME, { log: true });
  readonly #explanations = new Explanations();
  #client: Client | undefined;
  #turn: Promise<void> = Promise.resolve();
  #telling = false;

  /** One after another, however often it is asked for; never rejects. */
  restart(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      await this.#stop();
      await this.#start();
    });
    return this.#turn;
  }

  async end(): Promise<void> {
    await this.#turn;
    await this.#stop();
    vscode.Disposable.from(this.#explanations, this.log).dispose();
  }

  async #start(): Promise<void> {
    try {
      const client = this.#made();
      this.#client = client;
      await client.start();
      client.fatal.event((fault) => void this.#tell(fault));
    } catch (fault) {
      void this.#tell(fault);
    }
  }

  #made(): Client {
    const folders = trustedFolders();
    const settings = vscode.workspace.getConfiguration("stce");
    const around = { folders, path: process.env["PATH"] ?? "", windows: process.platform === "win32" };
    const { program, words } = findCommand(settings.get("command", ""), around);
    this.log.info(`starting ${[program, ...words].join(" ")}`);
    return new Client(
      "stce",
      NAME,
      { command: program, args: [...words], options: { cwd: homedir() } },
      this.#options({
        findings: expanded(settings.get("findings", ""), folders) || null,
        on: settings.get("on", "") || null,
      }),
    );
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      client?.fatal.dispose();
      await client?.dispose();
    } catch (fault) {
      this.log.warn(String(fault)); // It was ending anyway, or never began.
    }
  }

  #options(initializationOptions: object): LanguageClientOptions {
    return {
      documentSelector: [
        { language: "stce", scheme: "file" },
        { language: "stce", scheme: "untitled" },
      ],
      initializationOptions,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      middleware: {
        executeCommand: async (command, words, next) => {
          const answer: unknown = await next(command, words);
          const explanation = asExplanation(answer);
          if (explanation !== undefined) {
            await this.#explanations.show(explanation);
          }
          return answer;
        },
      },
    };
  }

  /** One message at a time: what goes wrong while it stands is in the log. */
  async #tell(fault: unknown): Promise<void> {
    this.log.error(String(fault));
    if (this.#telling) {
      return;
    }
    const told =
      fault instanceof NotFound
        ? fault.message
        : "The language server is not running. Its log says why; 'stce lsp' needs the extra 'lsp' of stce-rules.";
    this.#telling = true;
    const chosen = await vscode.window.showErrorMessage(
      `${told} Rules are coloured, but not checked.`,
      "Open Settings",
      "Show Log",
      "Try Again",
    );
    this.#telling = false;
    if (chosen === "Open Settings") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "stce.command");
    } else if (chosen === "Show Log") {
      this.log.show(true);
    } else if (chosen === "Try Again") {
      await this.restart();
    }
  }
}

/** Folders on this machine whose files the user trusts to name programs. */
function trustedFolders(): string[] {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  return folders.filter((folder) => folder.uri.scheme === "file").map((folder) => folder.uri.fsPath);
}
