/** First words that are Helm's own. */
const HELM_WORDS: ReadonlySet<string> = new Set([
  ...['completion', 'create', 'dependency', 'dep', 'dependencies', 'env', 'get', 'help', 'history', 'hist'],
  ...['install', 'lint', 'list', 'ls', 'package', 'plugin', 'pull', 'fetch', 'push', 'registry', 'repo'],
  ...['rollback', 'search', 'show', 'inspect', 'status', 'template', 'test', 'uninstall', 'del', 'delete', 'un'],
  ...['upgrade', 'verify', 'version'],
])

/** Is a first word Helm's, so that no plugin can have it? Under the name `helm`, plugins go before commands that Helm lacks. */
export function isHelmWord(word: string): boolean {
  return HELM_WORDS.has(word)
}
