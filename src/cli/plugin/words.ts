/** Flags that are Helm's wherever they stand and have a value; `--compat` is ours. */
const VALUED: ReadonlySet<string> = new Set([
  '--kube-context',
  '--namespace',
  '-n',
  '--kubeconfig',
  '--kube-apiserver',
  '--kube-token',
  '--kube-as-user',
  '--kube-as-group',
  '--kube-ca-file',
  '--registry-config',
  '--repository-cache',
  '--repository-config',
  '--kube-tls-server-name',
  '--compat',
])
const BARE: ReadonlySet<string> = new Set(['--debug', '--kube-insecure-skip-tls-verify'])

/** A command line that may call a plugin. */
export interface PluginWords {
  /** The first word that is neither a flag nor a flag's value. */
  readonly name: string | undefined
  /** Helm's own flags: they become the plugin's environment. */
  readonly known: readonly string[]
  /** What is handed on. */
  readonly others: readonly string[]
}

/** Parts a command line as Helm does for plugins. Source: helm pkg/cmd/load_plugins.go, manuallyProcessArgs. */
export function partWords(words: readonly string[]): PluginWords {
  const at = words.findIndex((word, index) => !word.startsWith('-') && !takesNext(words[index - 1]))
  const known: string[] = []
  const others: string[] = []
  for (let index = 0; index < words.length; index++) {
    if (index === at) continue
    const word = words[index] as string
    const [flag = '', value] = word.split('=', 2)
    if (VALUED.has(word)) known.push(word, ...words.slice(++index, index + 1))
    else if (BARE.has(word) || (value !== undefined && (VALUED.has(flag) || BARE.has(flag)))) known.push(word)
    else others.push(word)
  }
  return { name: words[at], known, others }
}

function takesNext(word: string | undefined): boolean {
  return word !== undefined && VALUED.has(word)
}
