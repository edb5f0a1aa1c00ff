import type { Disposable } from 'vscode';

/** What Altitude gives other extensions: `await vscode.extensions.getExtension<AltitudeApi>('altitude.altitude')?.activate()`. */
export interface AltitudeApi {
  readonly version: 1;
  /**
   * Shows a pack of lessons and rules until the result is disposed of. Never throws: what is wrong with the pack is
   * told in Altitude's log and in *Altitude: Lesson Packs*. Lessons and rules that lie in the extension's own folder
   * need no call: `contributes.altitude` in its package.json names them.
   * @param pack copied before this returns
   */
  registerPack(pack: LessonPack): Disposable;
}

/** Lessons and rules, called `<publisher>-<id>/<their own id>` everywhere. At most 200 of each. */
export interface LessonPack {
  /** Kebab-case; with `publisher.` before it, unique over all packs. */
  readonly id: string;
  /** What the reader sees: one line, at most 80 characters. */
  readonly title: string;
  /** The id of a publisher: letters, digits and hyphens. */
  readonly publisher: string;
  /** `<lesson id>/lesson.md` and the files that it names. */
  readonly lessons?: PackFiles;
  /** `<rule id>.yml` */
  readonly rules?: PackFiles;
}

/** Text, or bytes in UTF-8, by relative path with forward slashes; a file has at most 256 kB. */
export type PackFiles = Readonly<Record<string, string | Uint8Array>>;
