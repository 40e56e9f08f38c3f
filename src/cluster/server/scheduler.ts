import { readFile } from 'node:fs/promises'
import type { SchedulerConfiguration } from '#scheduler'
import { loadObject } from '#yaml'
import { ClusterError } from '../error.ts'

const API_VERSION = 'kubescheduler.config.k8s.io/v1'
const KIND = 'KubeSchedulerConfiguration'

/** Reads a configuration of the scheduler. Throws ClusterError `bad-option`. */
export async function readSchedulerConfiguration(path: string): Promise<SchedulerConfiguration> {
  const found = await read(path)
  const { apiVersion, kind } = found
  if (apiVersion === API_VERSION && kind === KIND) return found
  throw new ClusterError('bad-option', `scheduler configuration ${path} – ${apiVersion ?? ''} ${kind ?? ''}`, {
    hint: `expected apiVersion ${API_VERSION} and kind ${KIND}`,
  })
}

async function read(path: string): Promise<SchedulerConfiguration> {
  try {
    return loadObject(await readFile(path, 'utf8'), { file: path }) as unknown as SchedulerConfiguration
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ClusterError('bad-option', `scheduler configuration ${path} – ${reason}`, { cause: error })
  }
}
