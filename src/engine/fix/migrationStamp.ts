/** Formats of a date without separators, by their length: to the second, the minute or the day. */
const parts = [4, 2, 2, 2, 2, 2] as const;

/**
 * What orders the migration after the last one: the next number of the same width, or the next moment of the same
 * form. It depends on the last migration alone, so that the same finding always offers the same file.
 */
export function followingStamp(last: string): string {
  const version = /^(.*[._])?(\d+)$/.exec(last);
  const [prefix = '', digits = '0'] = [version?.[1], version?.[2]];
  const date = dateOf(digits);
  const next = date === undefined ? String(BigInt(digits) + 1n).padStart(digits.length, '0') : written(following(date, digits.length), digits.length);
  return prefix + next;
}

/** A date as digits, when they are one: `20250131`, `202501311200`, `20250131120000`. */
function dateOf(digits: string): Date | undefined {
  if (digits.length !== 8 && digits.length !== 12 && digits.length !== 14) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbersIn(digits);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal = year >= 2000 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? date : undefined;
}

function numbersIn(digits: string): number[] {
  let at = 0;
  return parts.flatMap((width) => {
    const part = digits.slice(at, at + width);
    at += width;
    return part === '' ? [] : [Number(part)];
  });
}

function following(date: Date, length: number): Date {
  const step = length === 8 ? 86_400_000 : length === 12 ? 60_000 : 1000;
  return new Date(date.getTime() + step);
}

const written = (date: Date, length: number) => date.toISOString().replaceAll(/\D/g, '').slice(0, length);
