namespace Netra.Storage.RocksDb;

/// <summary>The store could not be opened. The message says why and names the directory; <see cref="Fault"/> is for programs.</summary>
public sealed class RocksDbOpenException : Exception
{
    public RocksDbOpenException(RocksDbOpenFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>Why it could not be opened.</summary>
    public RocksDbOpenFault Fault { get; }
}
