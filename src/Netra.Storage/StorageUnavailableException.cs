namespace Netra.Storage;

/// <summary>Storage failed or did not answer in time. The operation may succeed when it is tried again.</summary>
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException(string message)
        : base(message)
    {
    }

    public StorageUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
