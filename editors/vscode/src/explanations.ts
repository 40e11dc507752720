// Explanations as read-only documents beside the rules. What the server tells is shown as it is, as plain text.

import * as vscode from "vscode";

const SCHEME = "stce-explanation";

export interface Explanation {
  readonly title: string;
  readonly text: string;
}

/** The answer of a command of the server, if it is something to show. */
export function asExplanation(answer: unknown): Explanation | undefined {
  if (typeof answer !== "object" || answer === null || !("title" in answer) || !("text" in answer)) {
    return undefined;
  }
  const { title, text } = answer;
  return typeof title === "string" && typeof text === "string" ? { title, text } : undefined;
}

export class Explanations implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === SCHEME) {
          this.#texts.delete(document.uri.toString());
        }
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** Shows an explanation beside the rules; one of the same title is replaced. */
  async show(explanation: Explanation): Promise<void> {
    const name = explanation.title.replace(/[\\/]+/g, "-").trim() || "explanation";
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.txt` });
    this.#texts.set(uri.toString(), explanation.text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
