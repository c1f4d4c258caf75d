/** `INC-0042`: how people name an incident. */
export function incidentName(id: number): string {
  return `INC-${String(id).padStart(4, '0')}`;
}
