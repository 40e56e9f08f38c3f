import { expect, test } from 'vitest'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { globalFlags } from '../flags/global.ts'
import { klogFlags } from '../flags/klog.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { kubeSettings } from './kube-settings.ts'

test.each([
  ['a cluster elsewhere', 'https://k.test', 'http://p.test:1/'],
  ['a network without a proxy', 'https://10.1.2.3:6443', undefined],
  ['a domain and what is below', 'https://api.own.test', undefined],
  ['what is below alone', 'https://below.test', 'http://p.test:1/'],
  ['one port', 'https://port.test:6443', undefined],
  ['another port', 'https://port.test', 'http://p.test:1/'],
  ['loopback', 'https://127.0.0.1:6443', undefined],
])('the proxy to %s is the one that Go takes', (_, server, proxy) => {
  const flags = parseFlags({ ...globalFlags, ...klogFlags }, []).flags as unknown as GlobalInput
  const NO_PROXY = '10.0.0.0/8, own.test, .below.test, port.test:6443'
  const environment = { HTTPS_PROXY: '', https_proxy: 'p.test:1', NO_PROXY }
  const session = { environment, home: '/h', platform: 'linux' } as unknown as Session
  expect(kubeSettings(flags, session).findProxy(new URL(server))?.href).toBe(proxy)
})
