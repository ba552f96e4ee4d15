/** A place to write code in: the text area, or CodeMirror. */
export interface Editor {
  element: HTMLElement;
  /** Setting it does not call `change`. */
  value: string;
  /** The number of the first line, as the lesson's file counts. */
  setFirstLine(line: number): void;
  /** Puts the cursor there. Line and column as the file counts. */
  goTo(line: number, column: number): void;
  focus(): void;
}

export interface EditorOptions {
  value: string;
  /** For those who hear the page. */
  label: string;
  /** The id of the sentence that says which keys do what. */
  describedBy: string;
  /** Puts the editor into the page: CodeMirror measures where it stands, and wants to stand there first. */
  place(element: HTMLElement): void;
  /** The reader changed the text. */
  change(value: string): void;
}
