using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Grains.Tests;

public sealed class UserLevelsTests
{
    private readonly GrainInstruments _instruments =
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    [Fact]
    public void Show_OfSeveralUsers_AddsUp()
    {
        var (first, second) = (new UserLevels(_instruments), new UserLevels(_instruments));
        first.Show(unread: 5, deadLetters: 1);
        second.Show(unread: 7, deadLetters: 0);
        first.Show(unread: 2, deadLetters: 3);

        Assert.Equal((2, 9, 3), Sums());
    }

    [Fact]
    public void End_OfOneUser_TakesItsOwnAndNothingComesBehindIt()
    {
        var (first, second) = (new UserLevels(_instruments), new UserLevels(_instruments));
        first.Show(unread: 5, deadLetters: 1);
        second.Show(unread: 7, deadLetters: 2);
        first.End();
        first.End();
        first.Show(unread: 4, deadLetters: 4);

        Assert.Equal((1, 7, 2), Sums());
    }

    [Fact]
    public void End_BeforeTheFirstLoad_ChangesNothing()
    {
        new UserLevels(_instruments).End();

        Assert.Equal((0, 0, 0), Sums());
    }

    private (long Loaded, long Unread, long DeadLetters) Sums() => (_instruments.Loaded.Sum, _instruments.Unread.Sum, _instruments.KeptDeadLetters.Sum);
}
