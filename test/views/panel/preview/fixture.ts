import { TrialLearning } from '../../../../src/editor/authoring/trial';
import { draftOf, type Draft } from '../../../../src/lessons/authoring/draft';
import { outlineOf } from '../../../../src/lessons/authoring/outline';
import type { ShownCode } from '../../../../src/lessons/live';
import type { LessonProblem } from '../../../../src/lessons/model';
import type { PreviewDesk, Previewed } from '../../../../src/views/panel/preview/page';
import { sampleDiagram, sampleLesson, sampleSnippet } from '../../../lessons/sampleLesson';

export const previewedFile = '/lessons/node/hashing/lesson.md';

/** A lesson in the preview, without an editor around it. */
export class FakePreview implements PreviewDesk {
  private readonly listeners = new Set<() => unknown>();
  private readonly trial = new TrialLearning(
    (id) => {
      const part = this.draft().parts.find((each) => each.id === id);
      return part?.kind === 'piece' ? part.piece : undefined;
    },
    () => this.changed(),
  );
  private part = 0;
  private revealed = false;
  private text = sampleLesson;
  private problems: readonly LessonProblem[] = [];
  private code: ShownCode | undefined;
  readonly opened: number[] = [];
  readonly onDidChange = (listener: () => unknown): { dispose(): void } => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  /** The author has written this; these are its problems. */
  write(text: string, problems: readonly LessonProblem[] = []): void {
    this.text = text;
    this.problems = problems;
    this.changed();
  }

  /** The code of the repository, or why it is not found. */
  find(code: ShownCode): void {
    this.code = code;
    this.changed();
  }

  view(file: string): Previewed | undefined {
    const draft = this.draft();
    const part = draft.parts[this.part];
    return file === previewedFile && part ? { draft, part, problems: this.problems, revealed: this.revealed, trial: this.trial } : undefined;
  }

  go(_file: string, step: 1 | -1): void {
    this.part += step;
    this.changed();
  }

  reveal(_file: string, revealed: boolean): void {
    this.revealed = revealed;
    this.changed();
  }

  openProblem(_file: string, index: number): void {
    this.opened.push(index);
  }

  private draft(): Draft {
    const outline = outlineOf(this.text);
    if (!outline) throw new Error('the sample has no front matter');
    return draftOf(outline, 'hashing', (file) => ({ 'hash.js': sampleSnippet, 'loop.svg': sampleDiagram })[file], () => this.code);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
