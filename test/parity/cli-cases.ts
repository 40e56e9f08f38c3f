import { network, others } from './cli-cases-network.ts'
import { group } from './cli-group.ts'

/** `template`: names, flags, values, files written. */
const template = group(`
template web
template
template rel web
template rel web extra
template a b c d
template ./web/
template $W/web
template rel missing
template missing
template ./missing/chart
template rel notes.tgz
template rel nochart
template rel badchart
template rel noname
template rel badversion
template rel broken
template rel broken --debug
template rel unparsed
template rel badoutput
template rel badoutput --debug
template rel fails
template rel needs
template rel needs --set a=1
template rel schema --set port=x
template rel schema --set port=x --skip-schema-validation
template rel newkube
template rel newkube --kube-version 1.41
template rel library
template rel deprecated
template rel old
template rel umbrella
template rel umbrella --dependency-update ; ls umbrella
template rel nowhere
template rel nowhere --dependency-update
template rel partly
template rel lookups
template web --set replicaCount=5
template web --set replicaCount
template web --set =5
template web --set a[0=5
template web --set a[-1]=5
template web --set a.b=1,a.b.c=2
template web --set-json '{"replicaCount":6}'
template web --set-json replicaCount=junk{
template web --set-json a
template web --set-string replicaCount=5
template web --set-file image.tag=file.txt
template web --set-file image.tag=gone.txt
template web --set-literal image.tag=a,b
template web -f vals.yaml
template web -f vals.yaml -f empty.yaml
template web -f two.yaml
template web -f bad.yaml
template web -f list.yaml
template web -f gone.yaml
template web -f vals.yaml,bad.yaml
template web -f web
template web -f - <vals.yaml
template web -f $REPO/values.yaml
template web -f $REPO/none.yaml
template web -f http://127.0.0.1:1/values.yaml
template web -f ftp://127.0.0.1/values.yaml
template web --values
template web -f
template Bad_Name web
template UPPER web
template a-very-long-name-that-has-more-than-fifty-three-characters-in-it web
template web --name-template 'x-{{ .Values }}'
template web --name-template '{{ upper "abc" | lower }}'
template web --name-template '{{ nope }}'
template web --name-template '{{'
template rel web --name-template x
template rel web --generate-name
template --generate-name web
template web -g
template . --generate-name
template web --kube-version 1.20
template web --kube-version v1.20.3-gke.1
template web --kube-version junk
template web --kube-version 1
template web --kube-version ''
template web -a example.com/v1
template web --api-versions example.com/v1,example.com/v2
template web --is-upgrade
template web --include-crds
template web --include-crds --skip-crds
template web --skip-crds
template web --skip-tests
template web --no-hooks
template web --no-hooks --include-crds
template web -s templates/service.yaml
template web --show-only templates/deployment.yaml --show-only templates/service.yaml
template web -s templates/gone.yaml
template web -s templates/*.yaml
template web -s 'templates/[.yaml'
template web -s templates/_helpers.tpl
template web -s templates/NOTES.txt
template web -s crds/thing.yaml --include-crds
template web --output-dir out ; ls out ; cat out/web/templates/hook.yaml
template rel web --output-dir out --release-name ; ls out
template web --output-dir out --include-crds ; ls out
template web --output-dir out -s templates/service.yaml ; ls out
template web --output-dir file.txt
template web --hide-notes --render-subchart-notes
template web -n ns1
HELM_NAMESPACE=ns2 template web
HELM_NAMESPACE=ns2 template web -n ns3
HELM_DEBUG=1 template web
HELM_DEBUG=true template rel broken
template web --debug
template web -l a=b
template web --labels a=b,c=d
template web --labels junk
template web --labels a=b=c
template web --labels ''
template web --dry-run
template web --dry-run=client
template web --dry-run=none
template web --dry-run=junk
template web --dry-run=true
template web --create-namespace --description x --disable-openapi-validation --enable-dns --take-ownership --replace
template web --timeout 5m --wait-for-jobs
template web --timeout junk
template web --timeout 5
template web --timeout -5m
template web --burst-limit x
template web --qps 5
template web --qps x
template web --color junk
template web --color never
template web --colour always
template web --kube-context x --kube-token t --kube-apiserver http://127.0.0.1:1 --kube-as-user u --kube-as-group g
template web --verify
template web --devel --version 9
template web --version junk
template web --unknown-flag
template web --set
template web -z
template web -xyz
template web --replace=maybe
template web -- --odd
template -h
template web --post-renderer cat
template web --post-renderer gone
template web --post-renderer ./gone
template web --post-renderer-args x
template web --post-renderer sed --post-renderer-args s/nginx/marked/
template web --post-renderer sh --post-renderer-args -c,'echo oh dear >&2; exit 3'
HELM_PLUGINS=$W/plugins template web --post-renderer mark
HELM_PLUGINS=$W/plugins template web --post-renderer failing
HELM_PLUGINS=$W/plugins template web --post-renderer other
HELM_PLUGINS=$W/plugins template web --post-renderer mark --no-hooks -s templates/deployment.yaml
`)

const repositories = group(`
repo
repo list
repo list -o json
repo list -o yaml
repo list -o junk
repo ls extra
repo add
repo add r
repo add r $REPO ; cat home/.config/helm/repositories.yaml ; ls home/.cache/helm
repo add r $REPO/ ; repo add r $REPO ; repo list
repo add r $REPO ; repo add r $REPO
repo add r $REPO ; repo add r $REPO/other
repo add r $REPO ; repo add r $PRIVATE --username ann --password secret --force-update ; cat home/.config/helm/repositories.yaml
repo add r $REPO x
repo add r http://127.0.0.1:1
repo add r $REPO/none
repo add r $REPO/broken
repo add a/b $REPO
repo add r not-a-url
repo add r ftp://127.0.0.1/x
repo add r oci://127.0.0.1/x
repo add p $PRIVATE
repo add p $PRIVATE --username ann --password wrong
repo add p $PRIVATE --username ann --password-stdin <password.txt ; repo update p ; search repo p/
repo add stable https://kubernetes-charts.storage.googleapis.com
repo add r $REPO --ca-file gone.pem
repo add r $REPO --cert-file gone.pem
repo add r $REPO --timeout x
repo add r $REPO ; repo list ; repo list -o json ; repo list -o yaml
repo add r $REPO ; repo add other $REPO/ ; repo list ; repo remove r ; repo list ; ls home/.cache/helm
repo remove
repo remove r
repo add r $REPO ; repo remove r gone
repo add r $REPO ; repo rm other
repo update
repo add r $REPO ; repo update
repo add r $REPO ; repo up r
repo add r $REPO ; repo update x
repo add r $REPO ; repo update r x
repo junk
repo index
repo index gone
repo index repo ; cat repo/index.yaml
package web -d repo ; repo index repo ; ls repo
package web -d repo ; repo index repo --url http://example.com/charts --json ; ls repo
package web -d repo ; repo index repo --merge gone.yaml
package web -d repo ; repo index repo --merge bad.yaml
search
search repo
search repo x
search junk
repo add r $REPO ; search repo
repo add r $REPO ; search repo nginx -l --devel
repo add r $REPO ; search repo nginx -o json
repo add r $REPO ; search repo nginx -o yaml
repo add r $REPO ; search repo gone
repo add r $REPO ; search repo gone -o json
repo add r $REPO ; search repo gone -o yaml
repo add r $REPO ; search repo gone --fail-on-no-result
repo add r $REPO ; search repo gone --fail-on-no-result -o json
repo add r $REPO ; search repo nginx --version '>1.0'
repo add r $REPO ; search repo nginx --version junk
repo add r $REPO ; search repo -r '^r/n'
repo add r $REPO ; search repo -r '('
repo add r $REPO ; search repo cache --max-col-width 20
repo add r $REPO ; search repo cache --max-col-width 0
repo add r $REPO ; search repo cache --max-col-width -1
`)

const charts = group(`
create
create a b
create new ; ls new ; cat new/values.yaml
create deep/new ; ls deep
create Bad!Name
create web
create new ; create new
create new --starter gone
create new --starter $W/web ; ls new ; cat new/Chart.yaml
create file.txt
show
show web
show all web
show all umbrella
show chart web
show chart
show chart missing
show chart web extra
show values web
show values umbrella
show values web --jsonpath {.replicaCount}
show values web --jsonpath {.image}
show values web --jsonpath '{.list[*]}'
show values web --jsonpath '{.gone}'
show values web --jsonpath '{.a'
show values web --jsonpath replicaCount
show readme web
show readme umbrella
show crds web
show crds umbrella
show junk web
inspect values web
inspect web
show chart r/nginx
repo add r $REPO ; show chart r/nginx
repo add r $REPO ; show chart r/nginx --version 1.0.0
repo add r $REPO ; show chart r/nginx --version 7
repo add r $REPO ; show chart r/nginx --devel
repo add r $REPO ; show chart r/gone
repo add r $REPO ; show chart r/lost
repo add r $REPO ; template r/nginx
repo add r $REPO ; template rel r/cache
show chart nginx --repo $REPO
show chart gone --repo $REPO
show chart nginx --repo http://127.0.0.1:1
show chart $REPO/nginx-1.0.0.tgz
show chart $REPO/none-1.0.0.tgz
template rel nginx --repo $REPO --version ^1.0.0
template rel nginx --repo $PRIVATE
template rel nginx --repo $PRIVATE --username ann --password secret
package
package web ; ls
package web -d gone/deep ; ls gone
package web --version 9.9.9 --app-version 8 ; ls ; show chart web-9.9.9.tgz
package web --version junk
package web gone
package gone
package web umbrella
package umbrella
package umbrella -u -d repo ; ls repo ; ls umbrella
package library
package badversion
package noname
package nochart
package file.txt
package web -d file.txt
package web --sign
package web --sign --key x --keyring gone.gpg
package web --sign --key nobody --keyring sec.gpg
package web --sign --key Ann --keyring sec.gpg ; verify web-1.2.3.tgz --keyring pub.gpg ; ls
package web --sign --key Ann --keyring pub.gpg
package web --sign --key Ann --keyring file.txt
package web ; verify web-1.2.3.tgz
package web ; verify web-1.2.3.tgz --keyring pub.gpg
verify
verify gone.tgz
verify gone.tgz --keyring pub.gpg
verify web
verify web --keyring pub.gpg
verify a b
`)

/** Command lines that Helm and berth, called as `helm`, answer alike. */
export const cases: readonly (readonly string[])[] = [...template, ...repositories, ...charts, ...network, ...others]

/**
 * Steps whose texts are ours or hold what only one run has (help pages, names of temporary files, the order in which blobs
 * are asked for): only their exit codes are compared.
 */
export const loose: readonly RegExp[] = [
  /^(repo|search|show|registry|dependency|completion|inspect)( junk| web| junk web)?$/,
  /^(help|help junk|template -h|template help)$/,
  /^env HELM_BIN$/,
  /^(search hub web|--debug)$/,
  /^repo index gone$/,
  /^pull nginx --repo \$REPO -d gone$/,
  /--color junk/,
  /^push web-1.2.3.tgz oci:\/\/127.0.0.1:1/,
  /--keyring file.txt/,
]

/** Cases in which berth is known to answer otherwise, by level, with the reason. */
export const known: Readonly<Record<'helm3' | 'helm4', readonly (readonly [RegExp, string])[]>> = {
  helm4: [
    [/^HELM_REPOSITORY_CONFIG=(bad|list).yaml/, 'a broken file of repositories is an error, told with its place'],
    [/ls d$/, 'no lock file stays behind'],
    [/^--debug template missing$/, 'lines of a debugging Helm'],
    [
      /--repo http:\/\/$|template oci:\/\/$|sha256:0|pull file:|--version 'a b'|repo index file.txt/,
      'words of a bad address',
    ],
    [/^create ''$/, 'a chart without a name is refused'],
    [/--fail-on-repo-update-fail/, 'flags of Helm 3 are accepted at every level'],
    [/remote --skip-refresh$/, 'alias:r is counted among the missing repositories too'],
    [/--set a\[0=5/, 'an index without its end is an error for berth; Helm 4 stops reading there without a word'],
    [/--ca-file gone.pem/, 'Helm names the file twice'],
    [/^dependency update remote$/, 'alias:r is counted among the missing repositories too'],
  ],
  helm3: [
    [/^HELM_REPOSITORY_CONFIG=(bad|list).yaml/, 'a broken file of repositories is an error, told with its place'],
    [/ls d$/, 'no lock file stays behind'],
    [
      /--repo (http:\/\/|junk)$|template oci:|sha256:0|pull file:|--version 'a b'|repo index file.txt/,
      'words of a bad address',
    ],
    [/^create ''$/, 'a chart without a name is refused'],
    [/remote --skip-refresh$/, 'alias:r is counted among the missing repositories too'],
    [/registry login (http|oci):/, 'the registry client words it otherwise'],
    [/--debug|HELM_DEBUG/, "Helm 3's log lines carry its own source lines and run times"],
    [/HELM_PLUGINS/, 'Helm 3 complains of every plugin of Helm 4'],
    [/--colou?r|--timeout x|registry login .*--plain-http/, 'flags of Helm 4 are accepted at every level'],
    [/oci:\/\/127.0.0.1|charts\/gone|charts\/UPPER/, "Helm 3's registry client words failures otherwise"],
    [/--ca-file gone.pem/, 'the reason is told as well'],
    [/^package (file.txt|web -d file.txt)$/, 'words of a failed load or save'],
    [/^registry logout/, 'logging out where nobody is logged in is no failure'],
    [/^dependency update remote$/, 'alias:r is counted among the missing repositories too'],
  ],
}
