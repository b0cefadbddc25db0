using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netra.Host.Tests;

public sealed class RecentErrorsTests
{
    private static readonly InvalidOperationException Why = new("why");

    [Fact]
    public void Log_MoreThanAreRemembered_KeepsTheNewestInOnePrintableLineEach()
    {
        using var errors = new RecentErrors(Options.Create(new DashboardOptions { MaxErrors = 2 }), TimeProvider.System);
        var logger = errors.CreateLogger("Netra.Test");

        Log(LogLevel.Information, "nothing");
        Log(LogLevel.Warning, "first");
        Log(LogLevel.Error, "second\r\nline\u001b[31m");
        Log(LogLevel.Critical, new string('x', 2_000));

        Assert.Equal(["critical", "error"], errors.All.Select(fault => fault.Level));
        Assert.Equal("second  line [31m (InvalidOperationException: why)", errors.All[1].Text);
        Assert.InRange(errors.All[0].Text.Length, 500, 501);

        void Log(LogLevel level, string text) => logger.Log(level, default, text, Why, (state, _) => state);
    }
}
