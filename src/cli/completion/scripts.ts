/** Shells we have a completion script for. */
export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell'

/** What to do to load the script, for the help page of each `completion` command. */
export const loading: Readonly<Record<Shell, string>> = {
  bash: 'source <(berth completion bash)',
  zsh: 'berth completion zsh > "${fpath[1]}/_berth"',
  fish: 'berth completion fish | source',
  powershell: 'berth completion powershell | Out-String | Invoke-Expression',
}

/**
 * The script of a shell. Each asks `PROGRAM __complete WORDS…`, which prints one candidate a line (word, tab, summary)
 * and a last line `:files` or `:words` that says whether file names are offered too.
 */
export function completionScript(shell: Shell, program: string, withSummaries: boolean): string {
  const cut = withSummaries ? '' : ' | cut -f1'
  switch (shell) {
    case 'bash':
      return bash(program)
    case 'zsh':
      return zsh(program, cut)
    case 'fish':
      return fish(program, cut)
    case 'powershell':
      return powershell(program)
  }
}

function bash(program: string): string {
  return `# bash completion for ${program}
_${program}() {
  local line mode="" IFS=$'\\n'
  COMPREPLY=()
  for line in $("\${COMP_WORDS[0]}" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
    case "$line" in
      :*) mode="$line" ;;
      *) COMPREPLY+=("\${line%%$'\\t'*}") ;;
    esac
  done
  if [ "$mode" = ":files" ] && [ \${#COMPREPLY[@]} -eq 0 ]; then
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o filenames -F _${program} ${program}
`
}

function zsh(program: string, cut: string): string {
  return `#compdef ${program}
_${program}() {
  local line mode=""
  local -a found
  while IFS= read -r line; do
    case "$line" in
      :*) mode="$line" ;;
      *$'\\t'*) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) found+=("\${line//:/\\\\:}") ;;
    esac
  done < <("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null${cut})
  if (( \${#found} )); then
    _describe '${program}' found
  elif [ "$mode" = ":files" ]; then
    _files
  fi
}
if [ "$funcstack[1]" = "_${program}" ]; then
  _${program} "$@"
else
  compdef _${program} ${program}
fi
`
}

function fish(program: string, cut: string): string {
  return `# fish completion for ${program}
function __${program}_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l files no
  for line in (${program} __complete $words[2..-1] 2>/dev/null${cut})
    switch $line
      case ':files'
        set files yes
      case ':words'
      case '*'
        echo $line
    end
  end
  if test $files = yes
    __fish_complete_path (commandline -ct)
  end
end
complete -c ${program} -f -a '(__${program}_complete)'
`
}

function powershell(program: string): string {
  return `# PowerShell completion for ${program}
Register-ArgumentCompleter -Native -CommandName '${program}' -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '' }
  & ${program} __complete @words 2>$null | Where-Object { -not $_.StartsWith(':') } | ForEach-Object {
    $word, $summary = $_ -split "\`t", 2
    if (-not $summary) { $summary = $word }
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $summary)
  }
}
`
}
