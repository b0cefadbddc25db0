namespace Netra.Storage;

/// <summary>An id in its space.</summary>
/// <param name="Space">Whose ids.</param>
/// <param name="Id">1 to 128 UTF-16 code units of well-formed Unicode.</param>
public readonly record struct DeduplicationKey(DeduplicationSpace Space, string Id);
