import { parentPort, workerData } from 'node:worker_threads'
import { type FuzzOptions, runFuzz } from './fuzz-run.ts'

parentPort?.postMessage(await runFuzz(workerData as FuzzOptions))
