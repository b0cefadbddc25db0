namespace Netra.Model.Tests;

/// <summary>Where a connection begins, as protocol section 2.1 says it.</summary>
internal sealed record ModelPlace(long Cursor, bool Resumed = false, string? Reset = null);
