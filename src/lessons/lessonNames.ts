import type { Loading } from './document';
import { builtInMend, identityOf, partsOf } from './identity';
import type { FileReport } from './problems';
import { isReservedSection, type LessonData, type PieceData } from './schema';
import type { Section } from './sections';
import type { YamlData } from './yamlData';

type LessonYaml = YamlData<LessonData>;

/** Checks the names in a lesson's front matter against its folder, the engine's rules, its headings and each other. */
export function checkNames(
  { value: data, lineOf }: LessonYaml,
  dir: string,
  loading: Pick<Loading, 'rules' | 'team'>,
  sections: ReadonlyMap<string, Section>,
  report: FileReport,
): void {
  const folderName = dir.slice(dir.lastIndexOf('/') + 1);
  if (data.id !== folderName) {
    report.add(lineOf(['id']), `the lesson is called ${data.id} but its folder ${folderName}; give both one name`);
  }
  const seen = new Map<string, number>();
  for (const [index, piece] of data.pieces.entries()) {
    const line = lineOf(['pieces', index, 'id']);
    const earlier = seen.get(piece.id);
    if (earlier !== undefined) report.add(line, `a second piece is called ${piece.id}; the first is at line ${earlier}`);
    else seen.set(piece.id, line);
    if (isReservedSection(piece.id)) report.add(line, `${piece.id} is a section with a meaning of its own; call the piece something else`);
    for (const [field, id] of [['rule', piece.rule], ...(piece.also ?? []).map((each) => ['also', each] as const)] as const) {
      const named = id === undefined ? undefined : identityOf(id, loading.team?.namespace);
      if (named !== undefined && loading.rules?.has(named) === false) report.add(lineOf(['pieces', index, field]), unknownRule(named, loading.rules));
    }
  }
  checkVariants({ value: data, lineOf }, report);
  for (const { id, line } of sections.values()) {
    if (!seen.has(id) && !isReservedSection(id)) report.add(line, `no piece in the front matter is called ${id}`);
  }
}

/** What to say of a rule that is not among those there are. */
export function unknownRule(identity: string, rules: ReadonlySet<string>): string {
  return `there is no rule called ${partsOf(identity).id}${builtInMend(identity, rules) ?? ''}`;
}

/** The piece a variant varies; undefined for a piece of the reading order, or when there is none of that name. */
export function variedPiece(data: LessonData, { variantOf }: PieceData): PieceData | undefined {
  return variantOf === undefined ? undefined : data.pieces.find(({ id }) => id === variantOf);
}

function checkVariants({ value: data, lineOf }: LessonYaml, report: FileReport): void {
  for (const [index, piece] of data.pieces.entries()) {
    if (piece.variantOf === undefined) continue;
    const line = (field: string) => lineOf(['pieces', index, field]);
    const varied = variedPiece(data, piece);
    if (varied === undefined) {
      report.add(line('variantOf'), `no piece of this lesson is called ${piece.variantOf}; name the one that ${piece.id} varies`);
    } else if (varied.variantOf !== undefined) {
      const message = varied === piece ? 'varies itself' : `varies ${varied.id}, which is a variant`;
      report.add(line('variantOf'), `${piece.id} ${message}; name a piece of the reading order`);
    } else {
      if (varied.rule !== piece.rule) {
        report.add(line('rule'), `${piece.id} teaches ${piece.rule ?? 'no rule'} but ${varied.id} ${varied.rule ?? 'none'}; a variant keeps the rule`);
      }
      if (varied.snippet === piece.snippet) report.add(line('snippet'), `${piece.id} shows the code of ${varied.id}; a variant has a snippet of its own`);
    }
  }
}
