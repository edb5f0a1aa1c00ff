import ignore from 'ignore';
import type { Severity } from '../finding';
import type { FixSettings } from '../fixSettings';
import { isUnder, relativeWithin } from '../scan/paths';
import type { Choices, Config, FilePolicy, FolderConfig, Level } from './model';

export interface PolicyInputs {
  readonly configs: readonly FolderConfig[];
  /** Rules that run where no configuration speaks of them. */
  readonly rules: readonly string[];
  readonly severities: Readonly<Record<string, Severity>>;
  readonly doubtful: boolean;
  /** Rules the reader decided on for themselves; a configuration does not change them. */
  readonly decided: readonly string[];
  readonly settings: FixSettings;
}

/** What applies to a file: the reader's own choice, then the configuration nearest above it, then the rule's default. */
export class Policies {
  private readonly folders: readonly FolderPolicies[];
  private readonly plain: FilePolicy;

  constructor(inputs: PolicyInputs) {
    this.plain = policy({}, inputs);
    this.folders = [...inputs.configs].sort((a, b) => b.folder.length - a.folder.length).map((each) => new FolderPolicies(each, inputs));
  }

  /** @param file an absolute path with forward slashes, or a URI */
  of(file: string): FilePolicy {
    return this.folders.find(({ folder }) => isUnder(folder, file))?.of(file) ?? this.plain;
  }
}

/** The rules that run on some file. */
export function rulesInUse({ rules, configs, decided }: Pick<PolicyInputs, 'rules' | 'configs' | 'decided'>): ReadonlySet<string> {
  const named = configs.flatMap(({ config }) => [config, ...(config.overrides ?? [])].flatMap((each) => Object.entries(each.rules ?? {})));
  return new Set([...rules, ...named.filter(([id, level]) => level !== 'off' && !decided.includes(id)).map(([id]) => id)]);
}

class FolderPolicies {
  readonly folder: string;
  private readonly overrides: readonly { readonly matches: (name: string) => boolean; readonly choices: Choices }[];
  /** By which of the overrides match: files under the same ones share a policy. */
  private readonly known = new Map<string, FilePolicy>();

  constructor(
    { folder, config }: FolderConfig,
    private readonly inputs: PolicyInputs,
  ) {
    this.folder = folder;
    this.config = config;
    this.overrides = (config.overrides ?? []).map((choices) => {
      const patterns = ignore().add([...choices.files]);
      return { matches: (name) => patterns.ignores(name), choices };
    });
  }

  private readonly config: Config;

  of(file: string): FilePolicy {
    const name = relativeWithin(this.folder, file);
    const matching = this.overrides.filter(({ matches }) => matches(name));
    const key = matching.map((each) => this.overrides.indexOf(each)).join();
    let found = this.known.get(key);
    if (found === undefined) {
      found = policy([this.config, ...matching.map(({ choices }) => choices)].reduce<Choices>(joined, {}), this.inputs);
      this.known.set(key, found);
    }
    return found;
  }
}

const joined = (weaker: Choices, stronger: Choices): Choices => ({ rules: { ...weaker.rules, ...stronger.rules }, fixes: { ...weaker.fixes, ...stronger.fixes } });

function policy({ rules = {}, fixes = {} }: Choices, inputs: PolicyInputs): FilePolicy {
  const enabled = new Set(inputs.rules);
  const decided = new Set(inputs.decided);
  const levelOf = (rule: string): Level | undefined => (decided.has(rule) ? undefined : rules[rule]);
  return {
    isOn(rule) {
      const level = levelOf(rule);
      return level === undefined ? enabled.has(rule) : level !== 'off';
    },
    severityOf(rule) {
      const level = levelOf(rule);
      return level === undefined || level === 'off' || level === 'on' ? inputs.severities[rule] : level;
    },
    doubtful: inputs.doubtful,
    settings: { ...inputs.settings, ...fixes },
  };
}
