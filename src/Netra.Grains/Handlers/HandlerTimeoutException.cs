namespace Netra.Grains;

/// <summary>A handler did not return within its time: told apart from a timeout of something that it called.</summary>
internal sealed class HandlerTimeoutException(TimeSpan timeout) : TimeoutException($"The handler did not return within {timeout}.");
