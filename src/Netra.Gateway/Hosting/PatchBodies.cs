namespace Netra.Gateway;

/// <summary>Marks the call whose body is a patch of the state, of one of several types.</summary>
internal sealed record PatchBodies;
