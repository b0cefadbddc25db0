namespace Netra.Client;

/// <summary>An event on its way to the core.</summary>
/// <param name="Event">The event.</param>
/// <param name="Source">Who reports it; null for the application.</param>
/// <param name="Done">Completed when it is worked off, where somebody waits for that.</param>
internal readonly record struct Happening(CoreEvent Event, ISupersedable? Source = null, TaskCompletionSource? Done = null);
