using System.Globalization;

namespace Netra.Faults;

/// <summary>The clients and publishers of a run, from their first word to the last reading.</summary>
internal sealed class Load(LoadContext context)
{
    private readonly List<Tab> _tabs = [];
    private readonly List<Task> _running = [];
    private Task _publishing = Task.CompletedTask;

    public IReadOnlyList<Tab> Tabs => _tabs;

    public static string UserName(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:d3}");

    public void Begin()
    {
        var random = Seeds.Of(context.Options.Seed, 1);
        for (var user = 0; user < context.Options.Users; user++)
        {
            var count = random.Next(1, 4);
            for (var tab = 0; tab < count; tab++)
            {
                var mode = random.Next(20) switch
                {
                    < 8 => TabMode.Resuming,
                    < 11 => TabMode.Nameless,
                    < 14 => TabMode.Asking,
                    < 18 => TabMode.Session,
                    _ => TabMode.Forgetful,
                };
                var name = string.Create(CultureInfo.InvariantCulture, $"{UserName(user)}-{(char)('a' + tab)}");
                Begin(new Tab(name, UserName(user), mode, Seeds.Of(context.Options.Seed, 10_000 + _tabs.Count), context));
            }
        }

        _publishing = Task.WhenAll(Enumerable.Range(0, context.Options.Publishers).Select(number => Task.Run(() => new Publisher(number, context).RunAsync())));
    }

    /// <summary>Nothing new is begun; waits until every publisher has its answers.</summary>
    public async Task QuietAsync()
    {
        context.IsQuiet = true;
        await _publishing;
    }

    /// <summary>One more tab for each user, which reads everything from the beginning.</summary>
    public void BeginReaders()
    {
        for (var user = 0; user < context.Options.Users; user++)
        {
            var name = UserName(user) + "-reader";
            Begin(new Tab(name, UserName(user), TabMode.Resuming, Seeds.Of(context.Options.Seed, 20_000 + user), context) { IsReader = true });
        }
    }

    /// <summary>Ends every tab.</summary>
    public async Task EndAsync()
    {
        context.IsQuiet = true;
        await _publishing;
        await Task.WhenAll(_tabs.Select(tab => tab.EndAsync()));
        await Task.WhenAll(_running);
        foreach (var tab in _tabs) tab.Dispose();
    }

    private void Begin(Tab tab)
    {
        _tabs.Add(tab);
        _running.Add(Task.Run(tab.RunAsync));
    }
}
