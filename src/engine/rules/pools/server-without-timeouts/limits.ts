import { goDuration } from '../../../fix/go/duration';
import type { GoEntry } from '../../../fix/go/keyedLiteral';
import type { GoSource } from '../../../source';
import { durationText } from '../../../text/duration';

/** Longer than a client usually keeps a connection for its next request, so that it ends only those nobody comes back to. */
const idleMs = 120_000;

/** The limits that are right for any handler: neither ends a request that is being answered. */
export function limits(time: string, source: GoSource): { readonly header: GoEntry; readonly idle: GoEntry } {
  return {
    header: { key: 'ReadHeaderTimeout', value: goDuration(source.settings.timeoutMs, time, true) },
    idle: { key: 'IdleTimeout', value: goDuration(idleMs, time, true) },
  };
}

export const limitsTitle = (source: GoSource, withIdle: boolean): string =>
  `Limit the wait for headers to ${durationText(source.settings.timeoutMs)}${withIdle ? ` and idle connections to ${durationText(idleMs)}` : ''}`;

/** What a client that sends nothing does to a server with four zero timeouts. */
export const openMessage = (what: string): string =>
  `${what} gives a client for ever to send its headers: each connection that sends them a byte at a time keeps a goroutine and a file descriptor. The edit leaves ReadTimeout and WriteTimeout out, because they would also cut uploads, downloads and streams.`;
