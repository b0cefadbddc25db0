namespace Netra.Abstractions;

/// <summary>The user's log can't be reached or is overloaded now. The same call may succeed later.</summary>
[GenerateSerializer, Alias("netra.user_unavailable")]
public sealed class UserUnavailableException : Exception
{
    public UserUnavailableException(string message)
        : base(message)
    {
    }

    public UserUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
