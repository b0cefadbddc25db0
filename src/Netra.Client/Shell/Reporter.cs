namespace Netra.Client;

/// <summary>Takes an event for the core. Waits while too many are under way.</summary>
internal delegate ValueTask Reporter(CoreEvent happened, ISupersedable source);
