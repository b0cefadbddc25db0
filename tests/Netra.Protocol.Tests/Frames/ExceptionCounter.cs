using System.Runtime.ExceptionServices;

namespace Netra.Protocol.Tests;

/// <summary>Counts the exceptions of one thread, those that are caught again too.</summary>
internal static class ExceptionCounter
{
    public static (T Result, int Thrown) Count<T>(Func<T> action)
    {
        var thread = Environment.CurrentManagedThreadId;
        var thrown = 0;
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
        try
        {
            return (action(), thrown);
        }
        finally
        {
            AppDomain.CurrentDomain.FirstChanceException -= OnThrown;
        }

        void OnThrown(object? sender, FirstChanceExceptionEventArgs e)
        {
            if (Environment.CurrentManagedThreadId == thread) thrown++;
        }
    }
}
