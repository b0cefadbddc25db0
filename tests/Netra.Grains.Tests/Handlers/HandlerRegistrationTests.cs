using Netra.Abstractions;

namespace Netra.Grains.Tests;

public sealed class HandlerRegistrationTests
{
    [Theory]
    [InlineData("order_created", "order_created")]
    [InlineData("order_cancelled", "order_c*")]
    [InlineData("order_paid", "order_*")]
    [InlineData("chat", "*")]
    public void Find_SeveralFit_AnExactTypeGoesFirstThenTheLongestBeginning(string type, string pattern)
    {
        var table = new HandlerTable(new[] { "*", "order_*", "order_created", "order_c*" }.Select(one => Registration(one)));

        Assert.True(table.TryFind(type, out var handler));
        Assert.Equal(pattern, handler.Pattern);
    }

    [Fact]
    public void Find_NothingFits_FindsNothing() => Assert.False(new HandlerTable([Registration("a"), Registration("b*")]).TryFind("ab", out _));

    [Theory]
    [InlineData("chat", "twice", "chat", "chat")]
    [InlineData("ping", "reserved", "ping")]
    [InlineData("state_updated", "reserved", "state_updated")]
    [InlineData("a*b", "only at the end", "a*b")]
    [InlineData("**", "only at the end", "**")]
    public void Validate_WrongPattern_IsAFaultThatNamesIt(string named, string fault, params string[] patterns) =>
        AssertFault(named, fault, [.. patterns.Select(pattern => Registration(pattern))]);

    [Fact]
    public void Validate_PatternTooLong_IsAFault() => AssertFault(new string('a', 65), "1 to 64", Registration(new string('a', 65)));

    [Fact]
    public void Validate_ForegroundTriesTakeTooLong_IsAFaultThatSaysSo()
    {
        var tooLong = Registration("slow", options => (options.MaxAttempts, options.Timeout) = (5, TimeSpan.FromSeconds(9)));
        AssertFault("slow", "InBackground", tooLong);
        AssertFault("slow", "InBackground", Registration("slow", options => options.RetryDelay = TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(101, 1, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, -1)]
    public void Validate_OptionOutOfRange_IsAFault(int attempts, int timeoutSeconds, int delaySeconds) => AssertFault(
        "chat",
        "must be",
        Registration("chat", options =>
        {
            options.MaxAttempts = attempts;
            options.Timeout = TimeSpan.FromSeconds(timeoutSeconds);
            options.RetryDelay = TimeSpan.FromSeconds(delaySeconds);
        }));

    [Fact]
    public void Validate_InOrder_Succeeds()
    {
        var registrations = new[]
        {
            Registration("chat"), Registration("chat_*"), Registration("*"),
            Registration("long", options => (options.InBackground, options.Timeout) = (true, TimeSpan.FromHours(2))),
            Registration("edge", options => (options.MaxAttempts, options.Timeout) = (1, TimeSpan.FromSeconds(44))),
        };

        Assert.True(new HandlerRegistrationRules(registrations).Validate(null, new HandlerOptions()).Succeeded);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesAll()
    {
        var result = new HandlerRegistrationRules([Registration("ping"), Registration("a*b")]).Validate(null, new HandlerOptions());

        Assert.Contains("'ping'", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'a*b'", result.FailureMessage, StringComparison.Ordinal);
    }

    private static void AssertFault(string named, string fault, params MessageHandlerRegistration[] registrations)
    {
        var result = new HandlerRegistrationRules(registrations).Validate(null, new HandlerOptions());
        Assert.True(result.Failed);
        Assert.Contains($"'{named}'", result.FailureMessage, StringComparison.Ordinal);
        Assert.Contains(fault, result.FailureMessage, StringComparison.Ordinal);
    }

    private static MessageHandlerRegistration Registration(string pattern, Action<MessageHandlerOptions>? configure = null) =>
        LambdaHandler.For(pattern, _ => { }, configure);
}
