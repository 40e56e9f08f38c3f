import type { Replica } from '../file/types.ts'
import type { EditOperation } from './edit.ts'
import { refuse } from './refuse.ts'

/** `edit set replicas`. */
export const setReplicas: EditOperation = ({ args }) => {
  if (args.length === 0) refuse('no replicas specified')
  const given = new Map(args.map(readReplica).map((replica) => [replica.name ?? '', replica]))
  return {
    change: (file) => {
      const replicas = new Map((file.replicas ?? []).map((replica) => [replica.name ?? '', replica]))
      for (const [name, replica] of given) replicas.set(name, replica)
      return { ...file, replicas: [...replicas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, replica]) => replica) }
    },
  }
}

function readReplica(word: string): Replica {
  const [name = '', count, ...rest] = word.split('=')
  if (count === undefined || rest.length > 0 || !/^[-+]?[0-9]+$/.test(count) || !isInt64(count)) {
    refuse('invalid format of replica, use the following format: <name>=<count>')
  }
  return { name, count: Number(count) }
}

function isInt64(text: string): boolean {
  const value = BigInt(text.replace(/^\+/, ''))
  return value === BigInt.asIntN(64, value)
}
