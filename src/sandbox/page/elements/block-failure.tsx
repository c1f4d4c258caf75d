import { useSurface } from './surface.ts';

/** Why the last click in this block came to nothing. */
export function BlockFailure({ blockId }: { blockId: string }) {
  const { failure } = useSurface();
  if (failure?.blockId !== blockId) return null;
  return (
    <div class="failure" role="alert">
      {failure.why}
    </div>
  );
}
