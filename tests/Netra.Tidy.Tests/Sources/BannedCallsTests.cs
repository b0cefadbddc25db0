namespace Netra.Tidy.Tests;

public sealed class BannedCallsTests
{
    [Fact]
    public void Check_Repository_FindsNothing() => Findings.AssertNone(BannedCalls.Check(RepositoryFiles.All));

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var now = DateTimeOffset.Now;")]
    [InlineData("var day = DateTime.Today;")]
    [InlineData("Thread.Sleep(5);")]
    [InlineData("await Task.Delay(5);")]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);")]
    [InlineData("var x = task.Result;")]
    [InlineData("task.Wait();")]
    [InlineData("task.GetAwaiter().GetResult();")]
    [InlineData("Task.WaitAll(tasks);")]
    [InlineData("// Blocks, but too far above.\n\n\ntask.GetAwaiter().GetResult();")]
    [InlineData("try { F(); } catch { }")]
    [InlineData("try { F(); } catch (Exception e)\n{\n}")]
    [InlineData("try { F(); } catch (Exception e) when (e is IOException) { }")]
    public void Check_BannedCall_IsFoundInSrcOnly(string line)
    {
        Assert.Single(BannedCalls.Check([new("src/A/A.cs", line)]));
        Assert.Empty(BannedCalls.Check([new("tests/A/A.cs", line)]));
    }

    [Theory]
    [InlineData("var now = timeProvider.GetUtcNow();")]
    [InlineData("await Task.Delay(delay, _timeProvider, cancellationToken);")]
    [InlineData("await Task.Delay(\n    TimeSpan.FromSeconds(1),\n    timeProvider);")]
    [InlineData("await Task.Delay(delay, services.Time, token);")]
    [InlineData("lock (_gate) Monitor.Wait(_gate);")]
    [InlineData("// This thread is its own: blocking it is its purpose.\ntask.GetAwaiter().GetResult();")]
    [InlineData("var x = new Answer { Result = 5 };")]
    [InlineData("/// <summary>Never Thread.Sleep.</summary>")]
    [InlineData("try { F(); } catch (OperationCanceledException) { /* The connection ends. */ }")]
    [InlineData("try { F(); }\ncatch (IOException)\n{\n    // The peer is gone; the read loop says so.\n}")]
    public void Check_AllowedCall_IsNotFound(string line) => Assert.Empty(BannedCalls.Check([new("src/A/A.cs", line)]));
}
