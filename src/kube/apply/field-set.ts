import type { JsonObject } from '../patch/json.ts'
import { compareElements, type PathElement } from './field-path.ts'

/**
 * A set of paths in the form of `fieldsV1`, never changed once made: steps lead to the sets below. A step that leads to
 * `{}` is a member; one that leads to a set with `.` is a member and has members below.
 */
export type FieldSet = { readonly [element: PathElement]: FieldSet }

/** The set without members; below a step, the mark of a member. */
export const noFields: FieldSet = Object.freeze({})

/** Sets while they are made. */
export type Draft = { [element: PathElement]: FieldSet }

/** Whether a set has no member. */
export function isEmpty(set: FieldSet): boolean {
  for (const _ in set) return false
  return true
}

/** Whether what a step leads to makes the step itself a member. */
export function isMember(below: FieldSet | undefined): boolean {
  return below !== undefined && (below['.'] !== undefined || isEmpty(below))
}

/** Whether a path is a member. */
export function hasPath(set: FieldSet, path: readonly PathElement[]): boolean {
  let below: FieldSet | undefined = set
  for (const element of path) {
    below = below[element]
    if (below === undefined) return false
  }
  return path.length > 0 && isMember(below)
}

/** The set with this one member. */
export function setOfPath(path: readonly PathElement[]): FieldSet {
  return path.reduceRight<FieldSet>((below, element) => ({ [element]: below }), noFields)
}

/** Members of either; the result is sorted at every level, `a` must be. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(a)) return sortSet(b)
  if (isEmpty(b)) return a
  const merged: Draft = { ...a }
  let isSorted = true
  for (const element of Object.keys(b)) {
    const [left, right] = [a[element], b[element] as FieldSet]
    if (left === undefined) isSorted = false
    merged[element] = left === undefined ? sortSet(right) : element === '.' ? noFields : unionBelow(left, right)
  }
  return isSorted ? merged : inOrder(merged)
}

function unionBelow(a: FieldSet, b: FieldSet): FieldSet {
  const areMembers = isMember(a) || isMember(b)
  const below = union(a, b)
  return areMembers && !isEmpty(below) && below['.'] === undefined ? { '.': noFields, ...below } : below
}

/** The same set with every level in order. */
export function sortSet(set: FieldSet): FieldSet {
  const keys = Object.keys(set)
  if (keys.length === 0) return noFields
  if (keys.length > 1) sortElements(keys)
  const sorted: Draft = {}
  for (const key of keys) sorted[key] = sortSet(set[key] as FieldSet)
  return sorted
}

function inOrder(set: FieldSet): FieldSet {
  const sorted: Draft = {}
  for (const key of sortElements(Object.keys(set))) sorted[key] = set[key] as FieldSet
  return sorted
}

/** Sorts steps in place (mutates). The engine's own order of texts is the one of fields, which most steps are. */
function sortElements(elements: PathElement[]): PathElement[] {
  return elements.every(isField) ? elements.sort() : elements.sort(compareElements)
}

function isField(element: PathElement): boolean {
  return element.startsWith('f:') || element === '.'
}

/** Members of both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const common: Draft = {}
  for (const element in a) {
    const right = b[element]
    if (right === undefined || element === '.') continue
    const left = a[element] as FieldSet
    place(common, element, { isMember: isMember(left) && isMember(right), below: intersection(left, right) })
  }
  return common
}

/** Members of `a` that are none of `b`: a parent is no child and a child is no parent. Gives `a` itself where nothing goes. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return subtract(a, b, false)
}

/** The same, but what is below a member of `b` goes with it. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return subtract(a, b, true)
}

function subtract(a: FieldSet, b: FieldSet, isRecursive: boolean): FieldSet {
  let rest: Draft | undefined
  for (const element in b) {
    const left = a[element]
    if (left === undefined || element === '.') continue
    const right = b[element] as FieldSet
    const isTaken = isMember(right)
    const below = isTaken && isRecursive ? noFields : subtract(left, right, isRecursive)
    const stays = isMember(left) && !isTaken
    if (below === left && stays === isMember(left)) continue
    rest ??= { ...a }
    delete rest[element]
    place(rest, element, { isMember: stays, below })
  }
  return rest === undefined ? a : sameOrder(a, rest)
}

/** Steps that were taken out and put back stand last: order is that of `a`. */
function sameOrder(a: FieldSet, rest: FieldSet): FieldSet {
  const ordered: Draft = {}
  for (const element in a) {
    const below = rest[element]
    if (below !== undefined) ordered[element] = below
  }
  return ordered
}

/** Puts what is left of a step into a set (mutates). */
function place(set: Draft, element: PathElement, left: { readonly isMember: boolean; readonly below: FieldSet }): void {
  const below = left.below['.'] === undefined ? left.below : withoutDot(left.below)
  if (isEmpty(below)) {
    if (left.isMember) set[element] = noFields
  } else set[element] = left.isMember ? { '.': noFields, ...below } : below
}

function withoutDot(set: FieldSet): FieldSet {
  const { '.': _, ...rest } = set
  return rest
}

/** Every member, parents first, in the order of upstream: the members of a level, then what is below them. */
export function pathsOf(set: FieldSet, prefix: readonly PathElement[] = []): readonly (readonly PathElement[])[] {
  const elements = Object.keys(set).filter((element) => element !== '.')
  return [
    ...elements.filter((element) => isMember(set[element])).map((element) => [...prefix, element]),
    ...elements.flatMap((element) => pathsOf(set[element] as FieldSet, [...prefix, element])),
  ]
}

/** Members that have no members below. */
export function leavesOf(set: FieldSet): FieldSet {
  const leaves: Draft = {}
  for (const element in set) if (element !== '.') leaves[element] = leavesOf(set[element] as FieldSet)
  return leaves
}

/** Whether two sets have the same members. */
export function sameSet(a: FieldSet, b: FieldSet): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => {
    const right = b[key]
    return right !== undefined && sameSet(a[key] as FieldSet, right)
  })
}

/** A step as a field of a JSON object. */
export function asJson(set: FieldSet): JsonObject {
  return set as JsonObject
}
