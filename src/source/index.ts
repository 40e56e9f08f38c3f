/**
 * Finds and loads what the user named: a chart folder, an archive, a repository or registry reference. A name goes in;
 * files in memory come out, checked against the limits (sizes, paths, links). It never renders and never installs.
 */
export type { Chart, ChartFile } from './chart.ts'
