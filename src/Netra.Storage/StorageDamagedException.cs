namespace Netra.Storage;

/// <summary>What storage returned is not what was written: damage, or a format this build does not know. Trying again does not help.</summary>
public sealed class StorageDamagedException : Exception
{
    public StorageDamagedException(string message)
        : base(message)
    {
    }

    public StorageDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
