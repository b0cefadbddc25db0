namespace Netra.Host;

/// <summary>A database that the process needs can't be used. Its message names the database and says what to do; never a password.</summary>
internal sealed class DatabaseException(string message, Exception inner) : Exception(message, inner);
