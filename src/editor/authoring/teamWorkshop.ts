import { ruleInfo } from '../../engine/team/info';
import { teamNames, type Names } from '../../lessons/authoring/names';
import type { Checked, Workshop } from '../../lessons/authoring/workshop';
import { unwrittenMessage } from '../../lessons/lint/unwritten';
import { join } from '../../lessons/files';
import { partsOf } from '../../lessons/identity';
import { inTurns } from '../../shared/pace';
import { lintTeam } from '../../team/lint';
import type { TeamOptions } from '../../team/load';
import { teamFolderName, type TeamFiles } from '../../team/model';
import { onboardingFile } from '../../team/naming';
import { readOnboarding } from '../../team/onboarding';

/** What a team's folder teaches. It is small, and its code may be anywhere in the repository: all of it is read each time. */
export class TeamWorkshop implements Workshop {
  /** @param root the folder that holds `.altitude` */
  constructor(
    private readonly files: TeamFiles,
    private readonly root: string,
    private readonly rules: Names['rules'],
    private readonly options: Pick<TeamOptions, 'builtIn' | 'resolve'>,
  ) {}

  async check(): Promise<Checked> {
    const entries = await this.files.list(join(this.root, teamFolderName)).catch(() => []);
    const folder = await readOnboarding(this.files, this.root, entries.some(({ name }) => name === onboardingFile), inTurns());
    const { problems, rules, team } = await lintTeam(this.files, folder, { ...this.options, rules: new Set(this.rules.map(({ id }) => id)) });
    const written = <T extends { readonly id: string }>(each: T): T => ({ ...each, id: partsOf(each.id).id });
    const own = { lessons: team.lessons.map(({ id, pieces, title }) => written({ id, title, pieces })), rules: rules.map(ruleInfo).map(written) };
    // What is not written yet is no fault of a lesson that is being written; the editor says it apart.
    return { problems: problems.filter(({ message }) => !message.startsWith(unwrittenMessage)), names: teamNames(own, this.options.builtIn, this.rules) };
  }
}
