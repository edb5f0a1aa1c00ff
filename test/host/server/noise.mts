/** What VS Code itself writes to the console about features that are absent here: it says nothing about the suite. */
const noise =
  /^(ChatSessionStore:|Ignoring |Loading development extension|\[node\.js fs\] )|^\[(AgentHost|ChatModel|AccountPolicy|reconnection|Service Worker|chat-)|^(Resolv|Creating a socket|Updating additional)|open-vsx\.org|authentication provider 'github'/;

/** Whether a console line comes from VS Code's own background work. */
export function isNoise(line: string): boolean {
  return noise.test(line);
}
