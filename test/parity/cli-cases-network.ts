import { group } from './cli-group.ts'

/** Repositories, registries and dependencies over the network. */
export const network = group(`
pull
pull nginx
pull r/nginx
pull nginx --repo $REPO ; ls
pull nginx --repo $REPO --version 1.0.0 -d repo ; ls repo
pull nginx --repo $REPO --untar ; ls nginx
pull nginx --repo $REPO --untar --untardir sub ; ls sub
pull nginx --repo $REPO --untar -d repo --untardir sub ; ls repo
pull nginx --repo $REPO --untar ; pull nginx --repo $REPO --untar
pull nginx --repo $REPO --untar --untardir file.txt
pull nginx --repo $REPO -d gone
pull nginx --repo $REPO --prov
pull nginx --repo $REPO --verify
pull nginx --repo $REPO --version 7
pull nginx --repo $REPO --devel ; ls
pull gone --repo $REPO
pull lost --repo $REPO
pull $REPO/nginx-1.1.0.tgz ; ls
pull $REPO/nginx-9.9.9.tgz
pull http://127.0.0.1:1/nginx-9.9.9.tgz
pull $PRIVATE/nginx-1.1.0.tgz
pull $PRIVATE/nginx-1.1.0.tgz --username ann --password secret ; ls
pull web
repo add r $REPO ; pull r/nginx r/cache ; ls
repo add r $REPO ; fetch r/nginx ; ls
repo add r $REPO ; pull r/gone
pull oci://$OCI/charts/gone --plain-http
pull oci://$OCI/charts/gone --plain-http --version 1.0.0
pull oci://127.0.0.1:1/charts/gone --plain-http --version 1.0.0
pull oci://$OCI/charts/UPPER --plain-http
package web ; push web-1.2.3.tgz oci://$OCI/charts --plain-http ; pull oci://$OCI/charts/web --plain-http --untar -d repo ; ls repo
package web ; push web-1.2.3.tgz oci://$OCI/charts --plain-http ; pull oci://$OCI/charts/web --plain-http --version 9
package web ; push web-1.2.3.tgz oci://$OCI/charts --plain-http ; show chart oci://$OCI/charts/web --plain-http --version 1.x
package web ; push web-1.2.3.tgz oci://$OCI/charts --plain-http ; template oci://$OCI/charts/web --plain-http
package web ; push web-1.2.3.tgz oci://$OCI/charts --plain-http ; template oci://$OCI/charts/web:1.2.3 --plain-http
package web ; push web-1.2.3.tgz oci://$OCI/charts --plain-http ; template oci://$OCI/charts/web:1.2.3 --plain-http --version 1.2.4
push
push web-1.2.3.tgz
push gone.tgz oci://$OCI/charts
push web oci://$OCI/charts --plain-http
package web ; push web-1.2.3.tgz http://$OCI/charts
package web ; push web-1.2.3.tgz oci://127.0.0.1:1/charts --plain-http
push notes.tgz oci://$OCI/charts --plain-http
registry
registry login
registry login $OCI -u ann -p secret --plain-http
registry login $OCI -u ann --password-stdin --plain-http <password.txt
registry login 127.0.0.1:1 -u ann -p secret --plain-http
registry logout
registry logout $OCI
registry logout 127.0.0.1:1 x
registry junk
dependency
dependency list
dependency list gone
dependency list web
dependency list umbrella
dependency list partly
dependency list old
dependency list remote --max-col-width 10
dep ls umbrella
dependency build umbrella ; ls umbrella
dependency update umbrella ; dependency list umbrella ; dependency build umbrella ; template rel umbrella
dependency update umbrella --skip-refresh ; ls umbrella
dependency update gone
dependency update
dependency build gone
dependency build web
dependency update web ; ls web
dependency update nowhere
dependency build nowhere
dependency build locked
dependency update locked
dependency update remote
repo add r $REPO ; dependency update remote ; ls remote
repo add r $REPO ; dependency update remote --skip-refresh ; dependency build remote ; dep list remote
dependency update old ; ls old
dependency update partly
dependency junk
`)

/** What fits nowhere else: the program itself, settings, odd values. */
export const others = group(`
HELM_REPOSITORY_CONFIG=bad.yaml repo list
HELM_REPOSITORY_CONFIG=bad.yaml repo update
HELM_REPOSITORY_CONFIG=bad.yaml template r/x
HELM_REPOSITORY_CONFIG=list.yaml repo list
HELM_REPOSITORY_CONFIG=empty.yaml repo list
HELM_CACHE_HOME=$W/c HELM_CONFIG_HOME=$W/d repo add r $REPO ; ls c ; ls d
repo add r $REPO --repository-config $W/rc.yaml --repository-cache $W/rc ; ls rc
template rel nginx --repo junk
template rel nginx --repo http://
template ''
template '' web
template rel ''
create ''
package ''
show chart ''
verify ''
template rel web --set-file a
template rel web --set ''
template rel web --set-string 'a.b[2]=c\\,d'
template rel web --set image=null
template rel web --set image.tag=null,list[0]=x
template rel web --set image.tag={a,b}
template rel web --set-json 'image={"tag":"j"}'
template rel web -f vals.yaml --set-json 'replicaCount=8' --set replicaCount=9 --set-string replicaCount=10
template rel web --set a=1 --set a.b=2
template rel web --set-literal a
template oci://$OCI/charts/gone --plain-http
template oci://
template oci://$OCI --plain-http
pull oci://$OCI/charts/gone:1.0.0@sha256:0 --plain-http
pull nginx --repo $REPO --username ann
pull nginx --repo $REPO --version '>1 <0'
pull nginx --repo $REPO --version 'a b'
pull https://127.0.0.1:1/x.tgz
pull ./web
pull file://web
show chart nginx --repo $REPO --verify
template rel nginx --repo $REPO --verify --keyring pub.gpg
repo index repo --url 'http://[bad'
repo index file.txt
repo update --fail-on-repo-update-fail
search repo --regexp
search repo --version
search hub web
dependency build remote --skip-refresh
dependency list notes.tgz
dependency list web extra
package web umbrella web
package web --sign --key Ann --keyring sec.gpg --passphrase-file gone
completion bash --no-descriptions extra
registry login http://$OCI -u a -p b --plain-http
registry login oci://$OCI -u a -p b --plain-http
registry logout oci://$OCI
--version
--help=junk
--debug
template web --help=false
template web --kubeconfig gone
template --debug=maybe web
-n ns template web
--namespace=ns template web
--debug template missing
version
version --short
version --template '{{.Version}}'
version --template '{{.GoVersion}} {{.GitTreeState}}{{"\\n"}}'
version --template '{{.Nope}}'
version --template '{{'
version extra
env
env HELM_BIN
env HELM_NAMESPACE
env NOPE
env A B
HELM_NAMESPACE=x env HELM_NAMESPACE
env HELM_NAMESPACE -n y
env HELM_DEBUG --debug
completion
completion junk
completion bash extra
verion
templte web
junk
--junk
-z
-n
--namespace
--kube-context
help junk
help
template help
`)
