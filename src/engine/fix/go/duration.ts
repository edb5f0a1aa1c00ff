const units = [
  ['Hour', 3_600_000],
  ['Minute', 60_000],
  ['Second', 1000],
  ['Millisecond', 1],
] as const;

/**
 * A duration as Go code: 5000 is `5*time.Second`.
 * @param time the local name of package `time`
 * @param spaced as gofmt writes it outside a list of arguments: `5 * time.Second`
 */
export function goDuration(ms: number, time: string, spaced = false): string {
  const [unit, size] = units.find(([, milliseconds]) => ms % milliseconds === 0) ?? units[3];
  const count = ms / size;
  return count === 1 ? `${time}.${unit}` : `${count}${spaced ? ' * ' : '*'}${time}.${unit}`;
}
